import { type InputTransform, inputTransformSchema } from "@/core/domain/spaces";
import { parseClassList } from "./transforms";

/** What a file beside a network tells about it; whatever is missing is asked. */
export interface Description {
  name?: string;
  kind?: "classifier" | "segmenter";
  classNames: string[];
  transform?: InputTransform;
}

/**
 * Class names, one a line or as a JSON list; or the `.json` that scripts/export-torchvision.py writes beside a network, which
 * tells everything.
 *
 * @throws where it is neither
 */
export function parseDescription(text: string): Description {
  if (!text.trim().startsWith("{")) return { classNames: parseClassList(text) };
  const given = JSON.parse(text) as Record<string, unknown>;
  if (!Array.isArray(given.classNames)) throw new Error("no class names");
  const transform = inputTransformSchema.safeParse(given.transform);
  return {
    classNames: given.classNames.map(String),
    ...(typeof given.name === "string" ? { name: given.name } : {}),
    ...(given.kind === "classifier" || given.kind === "segmenter" ? { kind: given.kind } : {}),
    ...(transform.success ? { transform: transform.data } : {}),
  };
}
