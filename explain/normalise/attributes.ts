import type { Tensor } from "../graph/tensor";
import type { RawNode } from "../onnx/read";
import { tensorOf } from "../onnx/tensor";

const utf8 = new TextDecoder();

export function intAttr(node: RawNode, name: string, fallback: number): number {
  return node.attrs.get(name)?.i ?? (node.attrs.has(name) ? 0 : fallback);
}

export function floatAttr(node: RawNode, name: string, fallback: number): number {
  return node.attrs.get(name)?.f ?? (node.attrs.has(name) ? 0 : fallback);
}

export function intsAttr(node: RawNode, name: string): number[] | null {
  const attr = node.attrs.get(name);
  return attr ? Array.from(attr.ints ?? []) : null;
}

export function textAttr(node: RawNode, name: string, fallback: string): string {
  const bytes = node.attrs.get(name)?.s;
  return bytes ? utf8.decode(bytes) : fallback;
}

export function tensorAttr(node: RawNode, name: string): Tensor | null {
  const proto = node.attrs.get(name)?.t;
  return proto ? tensorOf(proto) : null;
}
