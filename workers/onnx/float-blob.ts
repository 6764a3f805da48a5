import { endianness } from "node:os";

/** float32 little-endian, as relevance maps are stored and sent to browsers. */
export function bytesFromFloats(values: Float32Array): Uint8Array {
  const bytes = Buffer.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return endianness() === "LE" ? bytes : bytes.swap32();
}

export function floatsFromBytes(bytes: Uint8Array): Float32Array {
  // A copy of its own: a pooled buffer need not start where a float may.
  const copy = Buffer.from(new ArrayBuffer(bytes.byteLength));
  copy.set(bytes);
  if (endianness() !== "LE") copy.swap32();
  return new Float32Array(copy.buffer, copy.byteOffset, bytes.byteLength / 4);
}
