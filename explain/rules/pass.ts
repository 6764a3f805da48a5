import { OP_TABLE } from "../ops/index";
import type { Rule } from "./types";

/** Activations: relevance goes through unchanged. */
export const pass: Rule = (_, node, [r]) => node.inputs.map(() => r ?? null);

/** Layout, and max-pooling where the winner takes all: relevance takes the way the gradient takes. */
export const route: Rule = ({ b }, node, incoming) => OP_TABLE[node.op].vjp(b, node, incoming);
