import { listDownloads } from "@/db/queries/downloads";
import { ownsAnyProject } from "@/db/queries/members";
import { listModels } from "@/db/queries/models";
import { KNOWN_MODELS } from "../../catalogue/known-models";
import { userProcedure } from "../init";

/** Networks with a name of their own: which are here, which are on their way, and how to come by the rest. */
export const known = userProcedure.query(async ({ ctx: { services, user } }) => {
  const [installed, downloads, mayAdd] = await Promise.all([
    listModels(services.db),
    listDownloads(services.db),
    ownsAnyProject(services.db, { userId: user.id }),
  ]);
  const networks = KNOWN_MODELS.map(({ classNames, transform, ...entry }) => {
    const here = installed.find((m) => m.sha256 === entry.sha256 && m.kind === entry.kind);
    const download = downloads.find((d) => d.name === entry.name);
    return {
      ...entry,
      classCount: classNames.length,
      inputSize: transform.size,
      installedAs: here?.name ?? null,
      download: download
        ? { state: download.state, received: download.received, error: download.error }
        : null,
    };
  });
  return { networks, mayAdd };
});
