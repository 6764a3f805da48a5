import { constants, setPriority } from "node:os";
import { ExplainError } from "@partwise/explain";
import { type Curve, type CurveRequest, randomisationCurve } from "./curve";

export type Answer = { curve: Curve } | { error: { message: string; code: string | null } };

/*
 * A process of its own: making a network forget takes minutes for the largest, most of them without letting anything else
 * run in the process, and a copy of all weights. One request, one answer, gone.
 */
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
process.on("disconnect", () => process.exit(0));
process.once("message", (request: CurveRequest) => {
  const answer = (message: Answer) => process.send?.(message, () => process.exit(0));
  randomisationCurve(request).then(
    (curve) => answer({ curve }),
    (error: unknown) => {
      const code = error instanceof ExplainError ? error.code : null;
      answer({ error: { message: error instanceof Error ? error.message : String(error), code } });
    },
  );
});
