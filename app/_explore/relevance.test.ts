import { describe, expect, it } from "vitest";
import { parseNpy } from "./relevance";

/** A `.npy` file, version 1, as NumPy writes it. */
function npy(descr: string, shape: number[], body: ArrayBufferView, fortran = false): ArrayBuffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
  const padded = `${text.padEnd(64 * Math.ceil((text.length + 11) / 64) - 11)}\n`;
  const out = new Uint8Array(10 + padded.length + body.byteLength);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8]);
  out.set(new TextEncoder().encode(padded), 10);
  out.set(new Uint8Array(body.buffer, body.byteOffset, body.byteLength), 10 + padded.length);
  return out.buffer;
}

describe("parseNpy", () => {
  it("reads H×W float32", () => {
    const map = parseNpy(npy("<f4", [2, 3], Float32Array.of(1, 2, 3, 4, 5, -6)));
    expect(map).toEqual({ data: Float32Array.of(1, 2, 3, 4, 5, -6), width: 3, height: 2 });
  });
  it("adds up channels, of one image in a batch too, and reads float64", () => {
    const map = parseNpy(npy("<f8", [1, 2, 1, 2], Float64Array.of(1, 2, 10, 20)));
    expect([...map.data]).toEqual([11, 22]);
  });
  it("says what is wrong", () => {
    expect(() => parseNpy(new ArrayBuffer(20))).toThrow(/not a .npy/);
    expect(() => parseNpy(npy("<f4", [4, 4], Float32Array.of(1)))).toThrow(/shorter/);
    expect(() => parseNpy(npy("<i4", [1, 1], Int32Array.of(1)))).toThrow(/float32/);
    expect(() => parseNpy(npy("<f4", [2, 2], new Float32Array(4), true))).toThrow(/C order/);
  });
});
