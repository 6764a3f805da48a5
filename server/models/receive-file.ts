import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { AppError } from "@/core/domain/errors";
import type { Services } from "../services/services";

/** VGG16 has 528 MB; what is much larger would not fit a worker's memory. */
const MAX_MODEL_BYTES = 2 ** 30;

/** Stores a network's file as it streams in; it becomes a model by `models.register`. */
export async function receiveModelFile(
  services: Services,
  body: ReadableStream<Uint8Array> | null,
): Promise<{ sha256: string; bytes: number }> {
  if (!body) throw new AppError("invalid_input", "The file is empty.");
  return services.blobs.put(Readable.fromWeb(body as NodeStream<Uint8Array>), { maxBytes: MAX_MODEL_BYTES });
}
