import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { readableMessage } from "@/core/domain/errors";
import { inputTransformSchema } from "@/core/domain/spaces";
import { validateModelFile } from "./validate";

const USAGE =
  "usage: tsx workers/models/check.ts MODEL.onnx --kind classifier|segmenter --transform TRANSFORM.json --classes NAMES.txt";

/** Says whether a network fits what would be declared for it, before it is registered. Exit code 1 when it does not. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { kind: { type: "string" }, transform: { type: "string" }, classes: { type: "string" } },
  });
  const [file] = positionals;
  const { kind, transform, classes } = values;
  if (!file || !transform || !classes || (kind !== "classifier" && kind !== "segmenter")) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const declared = inputTransformSchema.parse(JSON.parse(await readFile(transform, "utf8")));
  const names = (await readFile(classes, "utf8")).trimEnd().split(/\r?\n/);
  const { outputShape, classCount } = await validateModelFile(file, kind, declared, names);
  console.log(`${file}: a ${kind} of ${classCount} classes, output [${outputShape.join(", ")}]`);
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : readableMessage(error));
  process.exitCode = 1;
});
