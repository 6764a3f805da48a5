import { Readable } from "node:stream";
import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { type ImageId, projectIdSchema } from "@/core/domain/ids";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { findPhotoByHash, insertPhoto } from "@/db/queries/photos";
import { requireRole } from "../access/access";
import type { Services } from "../services/services";
import { type PhotoType, SNIFF_BYTES, sniffPhoto } from "./sniff";

export const MAX_PHOTO_BYTES = 64 * 2 ** 20;

const inputSchema = z.object({
  projectId: projectIdSchema,
  /** Only the file's own name; folders are a browser's affair. */
  name: z
    .string()
    .transform((name) => name.split(/[\\/]/).at(-1)!.trim())
    .pipe(z.string().min(1, "The file has no name.").max(255)),
});

/**
 * Takes one photograph as a stream: stores the bytes, and in one transaction adds the image, its document, its
 * stages and the first job. Bytes the project has already are not added again.
 * @throws AppError `unsupported_media` for anything but JPEG, PNG, WebP (by content), `too_large`.
 */
export async function receivePhoto(
  services: Services,
  user: { id: string },
  input: { projectId: string; name: string },
  body: ReadableStream<Uint8Array> | null,
): Promise<{ imageId: string; duplicate: boolean }> {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw new AppError("invalid_input", parsed.error.issues[0]!.message);
  const { projectId, name } = parsed.data;
  await requireRole(services.db, { projectId, userId: user.id }, "photo.upload");
  if (!body) throw new AppError("invalid_input", "The file is empty.");
  const { head, rest } = await peek(body, SNIFF_BYTES);
  const mime = requirePhoto(head, name);
  const { sha256, bytes } = await services.blobs.put(rest, { maxBytes: MAX_PHOTO_BYTES });

  return services.db.transaction(async (tx) => {
    const photo = { projectId, name, sha256, bytes, mime, uploadedBy: user.id };
    const id = await insertPhoto(tx, photo);
    if (id === null) {
      const existing = await findPhotoByHash(tx, { projectId, sha256 });
      if (existing) return { imageId: existing, duplicate: true };
      throw new AppError("conflict", "The same photograph was being removed just now. Upload it again.");
    }
    await services.queue.enqueue(tx, "ingest", { projectId, imageId: id as ImageId });
    await audit(tx, { projectId, userId: user.id, action: "image.add", subject: { imageId: id, name } });
    await publishProjectEvent(tx, projectId, { type: "image", imageId: id, change: "added" });
    return { imageId: id, duplicate: false };
  });
}

function requirePhoto(head: Uint8Array, name: string): PhotoType {
  if (head.length === 0) throw new AppError("invalid_input", `“${name}” is empty.`);
  const type = sniffPhoto(head);
  if (!type) throw new AppError("unsupported_media", `“${name}” is not a JPEG, PNG or WebP photograph.`);
  return type;
}

/** The first `count` bytes of a stream (fewer when it is shorter), and a stream of all of it. */
async function peek(
  body: ReadableStream<Uint8Array>,
  count: number,
): Promise<{ head: Uint8Array; rest: Readable }> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < count) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  async function* all() {
    try {
      yield* chunks;
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield value;
      }
    } finally {
      // Somebody who stopped reading (too large) makes the sender stop, too.
      await reader.cancel().catch(() => undefined);
    }
  }
  return {
    head: Buffer.concat(chunks).subarray(0, count),
    rest: Readable.from(all(), { objectMode: false }),
  };
}
