import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatNpy, parseNpy } from "./npy";

/** A file as NumPy writes it. */
function numpy(header: string, body: Uint8Array, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const start = version >= 2 ? 12 : 10;
  const bytes = new Uint8Array(start + text.length + body.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version >= 2) view.setUint32(8, text.length, true);
  else view.setUint16(8, text.length, true);
  bytes.set(text, start);
  bytes.set(body, start + text.length);
  return bytes;
}
const header = (descr: string, shape: string, fortran = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${shape}), }\n`;

describe("I5 .npy files", () => {
  it("are read as they were written", () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.integer(), (shape, seed) => {
        const data = Float32Array.from({ length: shape.reduce((p, d) => p * d, 1) }, (_, i) =>
          Math.fround(seed / (i + 1)),
        );
        const bytes = formatNpy({ shape, data });
        expect(parseNpy(bytes)).toEqual({ shape, data });
        // NumPy wants the data to begin on a multiple of 64.
        expect((bytes.length - data.byteLength) % 64).toBe(0);
      }),
    );
  });

  it("of double precision and of the long header are read too", () => {
    const body = new Uint8Array(Float64Array.of(1.5, -2).buffer);
    expect(parseNpy(numpy(header("<f8", "2,"), body, 2))).toEqual({
      shape: [2],
      data: Float32Array.of(1.5, -2),
    });
  });

  it("that are something else are refused with what to do", () => {
    const four = new Uint8Array(4);
    const cases: [Uint8Array, RegExp][] = [
      [four, /is not a NumPy array/],
      [numpy(header("<i8", "1,"), new Uint8Array(8)), /holds "<i8", not float32/],
      [numpy(header("<f4", "1,", "True"), four), /is in Fortran order/],
      [numpy(header("<f4", "2,"), four), /is cut off/],
      [numpy(header("<f4", "one,"), four), /has a damaged header/],
      [numpy("{}", four), /has a damaged header/],
    ];
    for (const [bytes, says] of cases) expect(() => parseNpy(bytes)).toThrow(says);
    expect(() => parseNpy(four)).toThrow(/numpy\.save/);
  });
});
