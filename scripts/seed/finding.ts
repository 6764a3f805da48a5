import type { FindingView } from "@/core/analysis/comparison/finding";
import type { ProjectId } from "@/core/domain/ids";
import type { Part } from "@/core/domain/parts";
import { listSelections } from "@/db/queries/selections";
import type { Services } from "@/server/services/services";
import { as } from "./project";
import { BACKGROUND, BODY } from "./selections";

const TITLE = "The armchair decides, not the cat";

const NOTE = `Only pictures decided as cats, under the sum, where a part's area counts: a chair is large, so its relevance is spread thin, and the mean of Eq. 4 makes it look faint.

Look at what stands behind the cats of “${BACKGROUND}”: in most pictures the tartan armchair. And look at what they were decided as: mostly the one breed that the training pictures show with such a chair, which does not occur in “${BODY}” at all. The network has learnt the chair.

Both groups were found by their scores, so that the scores differ is no surprise. That the breed and the chair, which nobody selected by, differ as well is the finding.`;

const COMMENT =
  "I went through the pictures one by one: in all but a few the same chair, and different cats in front of it. Let us take the chair away and see whether the decision falls before we say so in the paper.";

/** One finding by Ada over two of the seeded selections, and what Chloé says to it; nothing when there is one already. */
export async function ensureFinding(
  services: Services,
  projectId: ProjectId,
  parts: readonly Part[],
  [ada, , chloe]: readonly string[],
): Promise<void> {
  const owner = as(services, ada!);
  if ((await owner.findings.list({ projectId })).length > 0) return;
  const { groups } = await owner.projects.get({ projectId });
  const cats = groups.find((g) => g.isTarget)!;
  const selections = await listSelections(services.db, { projectId });
  const selectionIds = [BACKGROUND, BODY].map((name) => selections.find((s) => s.name === name)!.id);
  const view: FindingView = {
    normalisation: "absolute",
    aggregation: "sum",
    weights: parts.map(() => 1),
    method: "t-sne",
    ranges: [],
    quality: [],
    groupIds: [cats.id],
    colourBy: "selection",
    sort: { partId: parts.find((p) => p.kind === "background")!.id, descending: true },
    heatmap: 0.6,
  };
  const words = { title: TITLE, note: NOTE };
  const { id: findingId } = await owner.findings.create({ projectId, ...words, selectionIds, view });
  await as(services, chloe!).findings.comment({ projectId, findingId, text: COMMENT });
}
