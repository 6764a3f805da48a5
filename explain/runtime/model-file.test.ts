import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { compile } from "../compile";
import { concatBytes } from "../onnx/encode";
import { readModel } from "../onnx/read";
import { ModelBuilder } from "../testing/model-builder";
import { relativeL2 } from "../testing/run";
import { readModelFile } from "./model-file";

const folder = mkdtempSync(path.join(tmpdir(), "explain-large-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, ...pieces: Uint8Array[]) => {
  const file = path.join(folder, name);
  writeFileSync(file, concatBytes(pieces));
  return file;
};

/** 17 MB of weights, so that the file is read piecewise; small ones beside them. */
function large(): Uint8Array {
  const b = new ModelBuilder(1);
  const x = b.gemm(b.flatten(b.input(["N", 3, 40, 40]), 4800), 900);
  return b.build(b.gemm(b.relu(x), 10));
}
const bytes = large();
/** Fields of the other wire types, which ONNX does not use and a reader has to step over. */
const unknown = Uint8Array.of(0xa1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xa5, 0x06, 1, 2, 3, 4);

describe("T7 a large file is read piecewise", () => {
  it("is the model that is read as a whole", () => {
    const [pieces, whole] = [readModelFile(put("large.onnx", bytes, unknown)), readModel(bytes)];
    expect(pieces.bytes.byteLength).toBeLessThan(1e6);
    expect([...pieces.initializers.keys()]).toEqual([...whole.initializers.keys()]);
    for (const [name, tensor] of whole.initializers)
      expect(relativeL2(pieces.initializers.get(name)!.data, tensor.data)).toBe(0);
    expect(Buffer.compare(compile(pieces).bytes, compile(whole).bytes)).toBe(0);
  });

  it("its digest is that of the file, or the one the caller has", () => {
    const file = put("digest.onnx", bytes);
    expect(readModelFile(file).digest).toMatch(/^[0-9a-f]{64}$/);
    expect(readModelFile(file, { digest: "abc" }).digest).toBe("abc");
  });

  it.each([0.1, 0.5, 0.9, 0.999])("cut off at %f it is refused", (share) => {
    const file = put("cut.onnx", bytes.subarray(0, Math.floor(bytes.length * share)));
    expect(() => readModelFile(file)).toThrow(expect.objectContaining({ code: "TRUNCATED" }));
  });

  it("what is no model is refused, whatever its size", () => {
    const code = (expected: string) => expect.objectContaining({ code: expected });
    expect(() => readModelFile(put("zeros.onnx", new Uint8Array(17 << 20)))).toThrow(code("NOT_ONNX"));
    const fields = new Uint8Array(17 << 20).map((_, i) => (i % 2 ? 0 : 8));
    expect(() => readModelFile(put("fields.onnx", fields))).toThrow(code("NOT_ONNX"));
    expect(() => readModelFile(put("ones.onnx", new Uint8Array(17 << 20).fill(255)))).toThrow(
      code("NOT_ONNX"),
    );
    expect(() => readModelFile(put("tag.onnx", new Uint8Array(17 << 20).fill(0x0b)))).toThrow(
      code("NOT_ONNX"),
    );
    const page = new TextEncoder().encode("<html>".repeat(3 << 20));
    expect(() => readModelFile(put("page.onnx", page))).toThrow(code("NOT_ONNX"));
  });

  it("a name too long for any file is an error of ours", () => {
    expect(() => readModelFile(path.join(folder, "x".repeat(300)))).toThrow(
      /cannot be read \(ENAMETOOLONG\)/,
    );
  });
});
