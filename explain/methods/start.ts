import { intTensor } from "../graph/tensor";
import type { MethodContext } from "./types";

/**
 * What the backward pass of a gradient starts from, `[N,K]`: one at the target class, 0 elsewhere; with `initial: "given"`
 * the graph input itself.
 */
export function targetFactor({ b, graph, options, target }: MethodContext): string {
  if (options.initial === "given") return target;
  const K = graph.dims.get(graph.logits)![1]!;
  const classes = b.keyed(`classes:${K}`, () =>
    intTensor(
      [1, K],
      Array.from({ length: K }, (_, i) => i),
    ),
  );
  const isTarget = b.op("Equal", [b.op("Unsqueeze", [target, b.ints([1])]), classes]);
  return b.op("Where", [isTarget, b.scalar(1), b.scalar(0)]);
}
