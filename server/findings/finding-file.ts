import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { listComments } from "@/db/queries/finding-comments";
import { artefactsByKey } from "@/db/queries/finding-images";
import { projectOfFinding } from "@/db/queries/findings";
import { findProject } from "@/db/queries/projects";
import { requireRole } from "../access/access";
import type { Services } from "../services/services";
import { readFinding } from "./read-finding";
import { reportHtml } from "./report";
import { tableCsv } from "./table";

/** So many photographs are shown in a report; the table has all of them. */
const MOST_THUMBS = 400;

const date = new Intl.DateTimeFormat("en", { dateStyle: "long" });

/**
 * `report.html` or `images.csv` of a finding, for members of its project, as a download.
 * @throws AppError `not_found` for outsiders and unknown names
 */
export async function findingFile(
  services: Services,
  user: { id: string },
  { findingId, file }: { findingId: string; file: string },
): Promise<Response> {
  const id = z.uuid().safeParse(findingId);
  const projectId = id.success ? await projectOfFinding(services.db, { findingId }) : null;
  if (!projectId || (file !== "report.html" && file !== "images.csv"))
    throw new AppError("not_found", "There is no such file.");
  await requireRole(services.db, { projectId, userId: user.id }, "project.view");
  const finding = await readFinding(services.db, { projectId, findingId });
  const { title, face } = finding;
  if (file === "images.csv") return download(tableCsv(face), "text/csv", `${title}.csv`);

  const [project, comments] = await Promise.all([
    findProject(services.db, { projectId }),
    listComments(services.db, { projectId, findingId }),
  ]);
  const html = reportHtml({
    ...finding,
    project: project?.name ?? "",
    madeOn: date.format(finding.createdAt),
    downloadedOn: date.format(services.now()),
    comments: comments.map((c) => ({ ...c, when: date.format(c.createdAt) })),
    thumbs: await thumbnails(services, face.rows.slice(0, MOST_THUMBS)),
  });
  return download(html, "text/html", `${title}.html`);
}

/** Image id → its thumbnail as a `data:` address; images whose thumbnail is gone are left out. */
async function thumbnails(
  { db, blobs }: Services,
  images: readonly { imageId: string; thumbKey: string | null }[],
): Promise<Map<string, string>> {
  const results = await artefactsByKey(
    db,
    images.flatMap((i) => i.thumbKey ?? []),
  );
  const out = new Map<string, string>();
  for (const { imageId, thumbKey } of images) {
    const result = thumbKey ? results.get(thumbKey) : null;
    if (result?.kind !== "ingest" || !(await blobs.has(result.thumb))) continue;
    out.set(imageId, `data:image/webp;base64,${(await blobs.read(result.thumb)).toString("base64")}`);
  }
  return out;
}

function download(text: string, type: string, name: string): Response {
  return new Response(text, {
    headers: {
      "content-type": `${type}; charset=utf-8`,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
