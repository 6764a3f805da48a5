import { IMAGE_STAGES } from "@/core/domain/pipeline";
import type { Project } from "../api";
import { count } from "../words";
import classes from "./photos.module.css";
import { STAGE_WORDS } from "./progress";

/** One line: how many photographs there are and how far the workers have come with them. */
export function PipelineSummary({
  stages,
  total,
  failed,
}: Pick<Project, "stages" | "failed"> & { total: number }) {
  if (total === 0) return null;
  const n = (stage: string, state: string) =>
    stages.find((s) => s.stage === stage && s.state === state)?.n ?? 0;
  const busy = IMAGE_STAGES.filter((stage) => n(stage, "done") + n(stage, "failed") < total);
  return (
    <span className={classes.summary}>
      <span>{count(total, "photograph")}</span>
      {busy.map((stage) => (
        <span key={stage} className={classes.busy}>
          {n(stage, "done")} of {total} {STAGE_WORDS[stage].done}
        </span>
      ))}
      {failed > 0 && <span className={classes.failed}>{failed} failed</span>}
    </span>
  );
}
