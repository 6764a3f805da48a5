import { intTensor } from "../graph/tensor";
import type { MethodContext } from "./types";

/** One where the class is the target, `[N,K]`, as a condition. */
function isTarget({ b, graph, target }: MethodContext): string {
  const K = graph.dims.get(graph.logits)![1]!;
  const classes = b.keyed(`classes:${K}`, () =>
    intTensor(
      [1, K],
      Array.from({ length: K }, (_, i) => i),
    ),
  );
  return b.op("Equal", [b.op("Unsqueeze", [target, b.ints([1])]), classes]);
}

/** Eq. 1 of the paper: the pre-softmax score of the class at that class, 0 elsewhere. */
export function initialRelevance(context: MethodContext): string {
  const { b, graph, options, target } = context;
  if (options.initial === "given") return target;
  return b.op("Where", [isTarget(context), graph.logits, b.scalar(0)]);
}

/** The gradient of the target's score by the scores: one at the class, 0 elsewhere. */
export function initialGradient(context: MethodContext): string {
  const { b, options, target } = context;
  if (options.initial === "given") return target;
  return b.op("Where", [isTarget(context), b.scalar(1), b.scalar(0)]);
}
