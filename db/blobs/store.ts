import { createHash, randomUUID } from "node:crypto";
import { constants, createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, open as openFile, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/core/domain/errors";

/**
 * Bytes addressed by their sha256 (hex). A blob is written once and never changes, so readers need no locks
 * and caches may keep it for ever.
 */
export interface BlobStore {
  /** Stores a source; returns its address. Throws AppError `too_large` beyond `maxBytes`, leaving nothing behind. */
  put(
    source: Readable | Uint8Array,
    options?: { maxBytes?: number },
  ): Promise<{ sha256: string; bytes: number }>;
  /** The whole blob in memory. Throws AppError `not_found`. */
  read(sha256: string): Promise<Buffer>;
  /** A stream and its length. Throws AppError `not_found`. */
  open(sha256: string): Promise<{ stream: Readable; bytes: number }>;
  has(sha256: string): Promise<boolean>;
  /** Where the blob lies or would lie on this machine's disk. */
  path(sha256: string): string;
}

const SHA256 = /^[0-9a-f]{64}$/;

/** A store in a folder: `ab/cd/abcd…`, two levels so that no folder grows beyond what file systems like. */
export function createBlobStore(directory: string): BlobStore {
  const root = path.resolve(directory);
  const incoming = path.join(root, "incoming");

  const locate = (sha256: string) => {
    // Addresses come from URLs as well: nothing but a hash may become a path.
    if (!SHA256.test(sha256)) throw new AppError("not_found", "That is not the address of a stored file.");
    return path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };

  return {
    async put(source, options) {
      await mkdir(incoming, { recursive: true });
      const temporary = path.join(incoming, randomUUID());
      try {
        const { sha256, bytes } = await writeHashed(source, temporary, options?.maxBytes ?? Infinity);
        const target = locate(sha256);
        if (await exists(target)) return { sha256, bytes };
        const folder = path.dirname(target);
        await mkdir(folder, { recursive: true });
        // Rename is atomic: of several writers of the same bytes the last wins, with the same content.
        await rename(temporary, target);
        await syncFolder(folder);
        return { sha256, bytes };
      } finally {
        await rm(temporary, { force: true });
      }
    },
    async read(sha256) {
      return readFile(locate(sha256)).catch(missing(sha256));
    },
    async open(sha256) {
      const file = locate(sha256);
      const { size } = await stat(file).catch(missing(sha256));
      return { stream: createReadStream(file), bytes: size };
    },
    has: (sha256) => exists(locate(sha256)),
    path: locate,
  };
}

async function writeHashed(source: Readable | Uint8Array, file: string, maxBytes: number) {
  const hash = createHash("sha256");
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) return done(tooLarge(maxBytes));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const input = source instanceof Uint8Array ? Readable.from([source], { objectMode: false }) : source;
  if (source instanceof Uint8Array && source.length > maxBytes) throw tooLarge(maxBytes);
  // flush: the bytes are on the disk before the rename makes them visible.
  await pipeline(input, measure, createWriteStream(file, { flags: "wx", flush: true }));
  return { sha256: hash.digest("hex"), bytes };
}

function tooLarge(maxBytes: number): AppError {
  const limit = maxBytes >= 2 ** 20 ? `${Math.floor(maxBytes / 2 ** 20)} MB` : `${maxBytes} bytes`;
  return new AppError("too_large", `The file is larger than ${limit}; upload a smaller version of it.`);
}

function missing(sha256: string) {
  return (cause: NodeJS.ErrnoException): never => {
    if (cause.code !== "ENOENT") throw cause;
    throw new AppError("not_found", `The stored file ${sha256.slice(0, 12)}… is missing.`, { cause });
  };
}

async function exists(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
}

/** Makes a rename survive a power cut; not every platform can open a folder, and then it does without. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await openFile(folder, "r").catch(() => null);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}
