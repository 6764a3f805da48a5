import { ExplainError } from "../errors";

/** NumPy `.npy`, version 1.0–3.0: float32 (and float64, narrowed), C order. */
export interface Npy {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** 0x93 and “NUMPY”, as bytes: what a decoder makes of 0x93 depends on the version of Node. */
const MAGIC = Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"));

function bad(reason: string): never {
  throw new ExplainError(
    "BAD_INPUT",
    `The .npy file ${reason}; save it with numpy.save(path, x.astype("float32")).`,
  );
}

export function parseNpy(bytes: Uint8Array): Npy {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) bad("is not a NumPy array");
  const long = bytes[6]! >= 2;
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = long ? 12 : 10;
  const header = new TextDecoder().decode(bytes.subarray(start, start + length));
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/
    .exec(header)?.[1]
    ?.split(",")
    .filter((s) => s.trim() !== "")
    .map(Number);
  if (!shape?.every((d) => Number.isSafeInteger(d) && d >= 0)) return bad("has a damaged header");
  if (/'fortran_order':\s*True/.test(header)) bad("is in Fortran order");
  const width = descr === "<f4" ? 4 : descr === "<f8" ? 8 : bad(`holds "${descr}", not float32`);
  const size = shape.reduce((p, d) => p * d, 1);
  const body = start + length;
  if (bytes.byteLength !== body + size * width) bad("is cut off");
  const data = new Float32Array(size);
  for (let i = 0; i < size; i++)
    data[i] = width === 4 ? view.getFloat32(body + 4 * i, true) : view.getFloat64(body + 8 * i, true);
  return { shape, data };
}

export function formatNpy({ shape, data }: Npy): Uint8Array {
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${dims}), }`;
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const result = new Uint8Array(10 + padded.length + data.byteLength);
  result.set([...MAGIC, 1]);
  new DataView(result.buffer).setUint16(8, padded.length, true);
  result.set(new TextEncoder().encode(padded), 10);
  result.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + padded.length);
  return result;
}
