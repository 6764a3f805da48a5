import { createHash } from "node:crypto";
import { closeSync, existsSync, fstatSync, openSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { ExplainError } from "../errors";
import { type Model, type ReadOptions, readModel } from "../onnx/read";
import { checkExternalLocation, type ExternalFiles } from "../onnx/tensor";
import { readRange, readSkeleton, SELF } from "./skeleton";

/** Files above this size are not read as a whole. */
const LARGE = 16 * 1024 * 1024;
const HASH_STEP = 4 * 1024 * 1024;

/** SHA-256, natively. */
export function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function withFile<T>(file: string, use: (fd: number) => T): T {
  const fd = openSync(file, "r");
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

function digestOfFile(file: string): string {
  return withFile(file, (fd) => {
    const hash = createHash("sha256");
    for (let at = 0; ; at += HASH_STEP) {
      const piece = readRange(fd, at, HASH_STEP);
      hash.update(piece);
      if (piece.length < HASH_STEP) return hash.digest("hex");
    }
  });
}

/** Files beside a model and nowhere else: a symbolic link may not lead out of the folder either. */
function besideModel(modelFile: string): ExternalFiles & { digest(): string } {
  const folder = realpathSync(path.dirname(modelFile));
  const used = new Map<string, string>();
  const find = (location: string): string | null => {
    if (location === SELF) return modelFile;
    const known = used.get(location);
    if (known) return known;
    checkExternalLocation(location);
    const candidate = path.join(folder, location);
    if (!existsSync(candidate)) return null;
    const real = realpathSync(candidate);
    if (!real.startsWith(folder + path.sep)) {
      throw new ExplainError(
        "EXTERNAL_DATA_REFUSED",
        `External data location ${JSON.stringify(location)} leaves the model's folder; keep the weights beside the model file.`,
      );
    }
    used.set(location, real);
    return real;
  };
  return {
    size(location) {
      const file = find(location);
      return file ? statSync(file).size : null;
    },
    read(location, offset, length) {
      const bytes = withFile(find(location)!, (fd) => readRange(fd, offset, length));
      if (bytes.length === length) return bytes;
      throw new ExplainError(
        "TRUNCATED",
        `The weights file ${JSON.stringify(location)} became shorter while it was read.`,
      );
    },
    digest: () => [...used].map(([location, file]) => `${location}:${digestOfFile(file)}`).join("|"),
  };
}

function readFailure(file: string, cause: unknown): ExplainError {
  const code = (cause as NodeJS.ErrnoException).code;
  const reason =
    code === "ENOENT" ? "does not exist" : code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
  return new ExplainError("BAD_INPUT", `The model file ${file} ${reason}.`, { cause });
}

/** The bytes to parse: the whole file, or of a large one its structure only. */
function structureOf(file: string): Uint8Array {
  try {
    return withFile(file, (fd) => {
      const { size } = fstatSync(fd);
      if (size <= LARGE) return readFileSync(fd);
      const head = readRange(fd, 0, WELL_BEGUN);
      try {
        return readSkeleton(fd, size);
      } catch (error) {
        if (error instanceof RangeError) return head; // no protobuf, or cut off: the reader will say which
        throw error;
      }
    });
  } catch (cause) {
    throw readFailure(file, cause);
  }
}

/** Enough of a damaged file for the reader to tell what it is. */
const WELL_BEGUN = 4096;

/** Reads a model and the files beside it; computes its digest on the way unless it is given. */
export function readModelFile(file: string, options: Omit<ReadOptions, "externalData"> = {}): Model {
  const bytes = structureOf(file);
  const beside = besideModel(file);
  const model = readModel(bytes, { externalData: beside });
  const own = options.digest ?? digestOfFile(file);
  const external = beside.digest();
  return { ...model, digest: external ? digestOf(new TextEncoder().encode(`${own}|${external}`)) : own };
}
