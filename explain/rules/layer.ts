import type { Builder } from "../emit/builder";
import type { Node } from "../graph/ir";
import { derived, mapTensor, type Tensor } from "../graph/tensor";
import { convBackward, convTransposeBackward, emitConv, emitConvTranspose } from "../ops/conv";
import { emitGemm, emitMatMul, gemmBackward, matMulBackward } from "../ops/dense";

/** z = x·W + b with other weights and another input than the node's own. */
export function applyLayer(b: Builder, node: Node, x: string, W: Tensor, bias: Tensor | null): string {
  const w = b.tensor(W);
  const shift = bias ? b.tensor(bias, "b") : null;
  switch (node.op) {
    case "Conv":
      return emitConv(b, node, x, w, shift);
    case "ConvTranspose":
      return emitConvTranspose(b, node, x, w, shift);
    case "Gemm":
      return emitGemm(b, node, x, w, shift);
    default:
      return emitMatMul(b, x, w, shift);
  }
}

/** c_i = Σ_j w_ij s_j with other weights than the node's own. */
export function layerBackward(b: Builder, node: Node, s: string, W: Tensor): string {
  switch (node.op) {
    case "Conv":
      return convBackward(b, node, s, W);
    case "ConvTranspose":
      return convTransposeBackward(b, node, s, W);
    case "Gemm":
      return gemmBackward(b, node, s, W);
    default:
      return matMulBackward(b, node, s, W);
  }
}

/** Whether the rules that change weights apply: a single scale and shift is left to the ε-rule. */
export function hasWeightMatrix(node: Node): boolean {
  return node.weights.W !== undefined;
}

const modified = (key: string, f: (w: number) => number) => (tensor: Tensor) =>
  derived(tensor, key, (t) => mapTensor(t, f));

export const positivePart = modified("w+", (w) => Math.max(w, 0));
export const negativePart = modified("w-", (w) => Math.min(w, 0));
export const squared = modified("w²", (w) => w * w);
export const ones = modified("1", () => 1);
export const withMorePositive = (gamma: number) =>
  modified(`w+${gamma}w+`, (w) => w + gamma * Math.max(w, 0));
export const withMoreNegative = (gamma: number) =>
  modified(`w+${gamma}w-`, (w) => w + gamma * Math.min(w, 0));

export const positiveInput = (b: Builder, x: string) => b.op("Relu", [x]);
export const negativeInput = (b: Builder, x: string) => b.op("Min", [x, b.scalar(0)]);
