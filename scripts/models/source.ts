import { readFile } from "node:fs/promises";
import path from "node:path";
import { type InputTransform, inputTransformSchema } from "@/core/domain/spaces";
import { download } from "@/server/catalogue/download";
import { knownDraft } from "@/server/catalogue/known-draft";
import { KNOWN_MODELS, type KnownModel } from "@/server/catalogue/known-models";

/** A network ready to be registered: its file on this machine and what is declared about it. */
export interface Candidate {
  file: string;
  name: string;
  kind: "classifier" | "segmenter";
  classNames: string[];
  transform: InputTransform;
  note: string;
}

export interface Declared {
  name?: string | undefined;
  kind?: string | undefined;
  classes?: string | undefined;
  transform?: string | undefined;
}

/** A known name is fetched with all that belongs to it; a file or an address needs its kind, classes and transform. */
export async function findCandidate(what: string, declared: Declared, folder: string): Promise<Candidate> {
  const known = KNOWN_MODELS.find((m) => m.name === what);
  return known ? fetchKnown(known, folder) : fromOutside(what, declared, folder);
}

async function fetchKnown(model: KnownModel, folder: string): Promise<Candidate> {
  const file = path.join(folder, model.fileName);
  if (model.urls.length === 0)
    throw new Error(`${model.title}: ${model.byHand} Then: npm run models -- add ${file}`);
  await download({ ...model, destination: file, onProgress: progress(model.fileName) });
  return { file, ...knownDraft(model) };
}

async function fromOutside(what: string, declared: Declared, folder: string): Promise<Candidate> {
  let file = what;
  if (/^https?:\/\//.test(what)) {
    file = path.join(folder, path.basename(new URL(what).pathname) || "network.onnx");
    await download({
      urls: [what],
      destination: file,
      sha256: null,
      bytes: null,
      onProgress: progress(file),
    });
  }
  const beside = await sidecar(file);
  const kind = declared.kind ?? beside?.kind;
  if (kind !== "classifier" && kind !== "segmenter")
    throw new Error("Say what it is: --kind classifier or --kind segmenter.");
  const classNames = declared.classes
    ? parseClassNames(await readFile(declared.classes, "utf8"))
    : beside?.classNames;
  if (!classNames) throw new Error("Name the classes: --classes FILE, one name a line.");
  const transform = declared.transform
    ? JSON.parse(await readFile(declared.transform, "utf8"))
    : beside?.transform;
  if (!transform)
    throw new Error("Say how the network wants its input: --transform FILE.json (size, resize, mean, std).");
  const name = declared.name ?? beside?.name ?? path.basename(file, ".onnx");
  return { file, kind, classNames, transform: inputTransformSchema.parse(transform), name, note: "" };
}

interface Sidecar {
  name?: string;
  kind?: string;
  classNames?: string[];
  transform?: unknown;
}

/** `network.json` beside `network.onnx`, as scripts/export-torchvision.py writes it. */
async function sidecar(file: string): Promise<Sidecar | null> {
  if (!/\.onnx$/i.test(file)) return null;
  const text = await readFile(file.replace(/\.onnx$/i, ".json"), "utf8").catch(() => null);
  return text === null ? null : (JSON.parse(text) as Sidecar);
}

/** One line that keeps up, on a terminal; nothing into a file. */
function progress(name: string): (received: number, total: number | null) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (received, total) => {
    const mb = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
    process.stderr.write(
      `\r${name}: ${mb(received)}${total ? ` of ${mb(total)}` : ""} MB${received === total ? "\n" : ""}`,
    );
  };
}

/** One name a line; the ids that ImageNet's synset lists carry before them are left out. */
function parseClassNames(text: string): string[] {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^n\d{8}\s+/, ""));
}
