import { Readable } from "node:stream";
import { AppError } from "@/core/domain/errors";
import { imageIdSchema } from "@/core/domain/ids";
import { findPhoto, stageResult } from "@/db/queries/photos";
import { requireRole } from "../access/access";
import type { Services } from "../services/services";

export const IMAGE_FILES = [
  "display",
  "thumb",
  "original",
  "silhouette",
  "relevance",
  "relevance.npy",
] as const;
export type ImageFile = (typeof IMAGE_FILES)[number];

interface Located {
  sha256: string;
  type: string;
  /** The key a browser may keep the file under for ever. */
  key: string;
  /** Bytes that go before the stored ones. */
  prefix?: Buffer;
}

/**
 * One of an image's files for a member of its project. With `version` equal to the present result's key the
 * answer may be kept for ever; otherwise it has to be asked for again.
 * @throws AppError `not_found` for outsiders and for results that do not exist (yet).
 */
export async function imageFile(
  services: Services,
  user: { id: string },
  input: { imageId: string; file: string; version: string | null; ifNoneMatch: string | null },
): Promise<Response> {
  const id = imageIdSchema.safeParse(input.imageId);
  const file = IMAGE_FILES.find((name) => name === input.file);
  const photo = id.success && file ? await findPhoto(services.db, { imageId: id.data }) : null;
  if (!photo || !file) throw new AppError("not_found", "There is no such file.");
  await requireRole(services.db, { projectId: photo.projectId, userId: user.id }, "project.view");
  const found = await locate(services, { ...photo, imageId: input.imageId }, file);
  if (!found) throw new AppError("not_found", "This photograph has not been processed that far yet.");

  const etag = `"${found.sha256}${found.prefix ? "-npy" : ""}"`;
  const headers = {
    etag,
    "content-type": found.type,
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control":
      input.version === found.key ? "private, max-age=31536000, immutable" : "private, no-cache",
  };
  if (input.ifNoneMatch === etag) return new Response(null, { status: 304, headers });
  const { stream, bytes } = await services.blobs.open(found.sha256);
  const prefix = found.prefix ?? Buffer.alloc(0);
  async function* all() {
    if (prefix.length > 0) yield prefix;
    yield* stream;
  }
  return new Response(Readable.toWeb(Readable.from(all(), { objectMode: false })) as ReadableStream, {
    headers: {
      ...headers,
      "content-length": String(prefix.length + bytes),
      ...disposition(file, photo.name),
    },
  });
}

async function locate(
  { db }: Services,
  photo: { projectId: string; imageId: string; sha256: string; mime: string },
  file: ImageFile,
): Promise<Located | null> {
  if (file === "original") return { sha256: photo.sha256, type: photo.mime, key: photo.sha256 };
  const stage = file === "silhouette" ? "segment" : file.startsWith("relevance") ? "explain" : "ingest";
  const result = await stageResult(db, { ...photo, stage });
  if (!result) return null;
  const { key, data } = result;
  if (data.kind === "segment") return { sha256: data.mask, type: "image/png", key };
  if (data.kind === "explain") {
    const map = { sha256: data.map, type: "application/octet-stream", key };
    return file === "relevance" ? map : { ...map, prefix: npyHeader(data.height, data.width) };
  }
  if (data.kind === "ingest")
    return { sha256: file === "thumb" ? data.thumb : data.display, type: "image/webp", key };
  return null;
}

/** NumPy's header for little-endian float32 in C order, padded so that the data starts at a multiple of 64. */
export function npyHeader(height: number, width: number): Buffer {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${height}, ${width}), }`;
  const padding = 64 - ((10 + dictionary.length + 1) % 64);
  const text = `${dictionary}${" ".repeat(padding % 64)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(text.length);
  return Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from("NUMPY"),
    Buffer.from([1, 0]),
    length,
    Buffer.from(text),
  ]);
}

function disposition(file: ImageFile, name: string): Record<string, string> {
  if (file !== "original") return {};
  return { "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}` };
}
