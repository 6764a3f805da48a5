import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { ExplainError } from "../errors";
import { type Model, type ReadOptions, readModel } from "../onnx/read";

/** SHA-256, natively. */
export function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** External files of a model, found beside it and nowhere else: a symbolic link may not lead out of the folder either. */
function besideModel(file: string): { fetch: (location: string) => Uint8Array | null; digest: () => string } {
  const folder = realpathSync(path.dirname(file));
  const files = new Map<string, Uint8Array>();
  const fetch = (location: string): Uint8Array | null => {
    const known = files.get(location);
    if (known) return known;
    const candidate = path.join(folder, location);
    if (!existsSync(candidate)) return null;
    const real = realpathSync(candidate);
    if (!real.startsWith(folder + path.sep)) {
      throw new ExplainError(
        "EXTERNAL_DATA_REFUSED",
        `External data location ${JSON.stringify(location)} leaves the model's folder; keep the weights beside the model file.`,
      );
    }
    const bytes = readFileSync(real);
    files.set(location, bytes);
    return bytes;
  };
  const digest = () => [...files].map(([location, bytes]) => `${location}:${digestOf(bytes)}`).join("|");
  return { fetch, digest };
}

/** Reads a model and the files beside it; computes its digest on the way. */
export function readModelFile(file: string, options: Omit<ReadOptions, "externalData"> = {}): Model {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ERR_FS_FILE_TOO_LARGE") {
      throw new ExplainError(
        "TOO_LARGE",
        `${file} is larger than 2 GB; store its weights as external data.`,
        { cause },
      );
    }
    const reason = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw new ExplainError("BAD_INPUT", `The model file ${file} ${reason}.`, { cause });
  }
  const beside = besideModel(file);
  const model = readModel(bytes, { ...options, externalData: beside.fetch });
  const external = beside.digest();
  const own = options.digest ?? digestOf(bytes);
  return { ...model, digest: external ? digestOf(new TextEncoder().encode(`${own}|${external}`)) : own };
}
