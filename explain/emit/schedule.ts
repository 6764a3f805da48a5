interface Wired {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/**
 * The nodes in the order in which they should stand in the file: first all that do not depend on `late` (what is known of the
 * image alone), then the others; otherwise as they are.
 *
 * ONNX Runtime does not run nodes in file order: it walks from the outputs to the inputs, and of the inputs of one node the one
 * that stands last in the file is computed first. Where the backward pass meets something made of the forward pass alone
 * (`z + ε`), this order has it made when it is needed; otherwise all such values are made at once and kept until then, beside
 * the activations they are made of.
 */
export function forwardFirst<T extends Wired>(nodes: readonly T[], late: Iterable<string>): T[] {
  const reached = new Set(late);
  const [early, rest]: [T[], T[]] = [[], []];
  for (const node of nodes) {
    const isLate = node.inputs.some((input) => reached.has(input));
    if (isLate) for (const output of node.outputs) reached.add(output);
    (isLate ? rest : early).push(node);
  }
  return [...early, ...rest];
}
