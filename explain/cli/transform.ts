import { readFileSync } from "node:fs";
import { ExplainError } from "../errors";

/** How a photograph becomes the model's input: a channel value v in 0…255 becomes `(v · scale − mean) / std`. */
export interface InputTransform {
  readonly size: { readonly width: number; readonly height: number };
  /** `shorter-side`: the shorter side becomes `resizeTo`, then the centre is cut out. */
  readonly resize: "stretch" | "shorter-side" | "longer-side-pad";
  readonly resizeTo?: number;
  readonly scale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly channelOrder: "RGB" | "BGR";
}

const RESIZES = ["stretch", "shorter-side", "longer-side-pad"];

/** ImageNet's usual preparation, for a model whose input is `height` × `width`. */
export function defaultTransform(height: number, width: number): InputTransform {
  return {
    size: { width, height },
    resize: "shorter-side",
    resizeTo: Math.round((Math.max(width, height) * 256) / 224),
    scale: 1 / 255,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    channelOrder: "RGB",
  };
}

function bad(reason: string): never {
  throw new ExplainError("BAD_OPTION", `The transform ${reason}.`);
}

const isTriple = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length === 3 && value.every((v) => Number.isFinite(v));

/** A transform file's content over the defaults; unknown keys are ignored, wrong values are named. */
export function parseTransform(json: unknown, height: number, width: number): InputTransform {
  if (typeof json !== "object" || json === null) bad("is not a JSON object");
  const merged = { ...defaultTransform(height, width), ...(json as Partial<InputTransform>) };
  if (!RESIZES.includes(merged.resize)) bad(`has resize "${merged.resize}"; use ${RESIZES.join(", ")}`);
  if (merged.channelOrder !== "RGB" && merged.channelOrder !== "BGR")
    bad("has a channelOrder other than RGB or BGR");
  if (!isTriple(merged.mean)) bad("needs three numbers as mean");
  if (!isTriple(merged.std) || merged.std.includes(0)) bad("needs three numbers other than 0 as std");
  if (!(Number.isFinite(merged.scale) && merged.scale > 0)) bad("needs a positive scale");
  if (merged.size?.width !== width || merged.size?.height !== height) {
    bad(`gives size ${merged.size?.width}×${merged.size?.height}, but the model takes ${width}×${height}`);
  }
  if (merged.resize === "shorter-side" && !((merged.resizeTo ?? 0) >= Math.max(width, height))) {
    bad("has a resizeTo smaller than the crop");
  }
  return merged;
}

export function readTransform(file: string, height: number, width: number): InputTransform {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new ExplainError("BAD_OPTION", `The transform file ${file} is not readable JSON.`, { cause });
  }
  return parseTransform(json, height, width);
}
