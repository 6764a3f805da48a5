import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { compile } from "../compile";
import { ExplainError, type ExplainErrorCode } from "../errors";
import { inspectModel } from "../inspect";
import { readModelFile } from "../runtime/model-file";
import { ModelBuilder } from "../testing/model-builder";
import { SMALL_NETS } from "../testing/small-nets";
import { concatBytes, encodeModel } from "./encode";
import { DataType, type ModelProto, type NodeProto, type TensorProto } from "./messages";
import { readModel } from "./read";

const good = SMALL_NETS.vgg();
const folder = mkdtempSync(path.join(tmpdir(), "explain-hostile-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function failure(run: () => unknown): ExplainError {
  try {
    run();
  } catch (error) {
    if (error instanceof ExplainError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

function expectCode(run: () => unknown, code: ExplainErrorCode, says: RegExp): void {
  const error = failure(run);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(says);
  expect(error.message).not.toContain("\n");
}

function modelOf(node: NodeProto[], initializer: TensorProto[] = []): Uint8Array {
  const dim = [1, 3, 4, 4].map((d) => ({ dimValue: d }));
  const model: ModelProto = {
    irVersion: 8,
    opsetImport: [{ domain: "", version: 17 }],
    graph: {
      node,
      initializer,
      input: [{ name: "x", type: { tensorType: { elemType: DataType.FLOAT, shape: { dim } } } }],
      output: [{ name: "y" }],
    },
  };
  return concatBytes(encodeModel(model));
}

const flatten: NodeProto = { opType: "Flatten", input: ["x"], output: ["f"] };
const gemm: NodeProto = { opType: "Gemm", input: ["f", "w"], output: ["y"] };
const external = (location: string, extra: { key: string; value: string }[] = []): Uint8Array =>
  modelOf(
    [flatten, gemm],
    [
      {
        name: "w",
        dims: [48, 2],
        dataType: DataType.FLOAT,
        dataLocation: 1,
        externalData: [{ key: "location", value: location }, ...extra],
      },
    ],
  );

describe("E1 files that are no model", () => {
  it("empty", () => expectCode(() => readModel(new Uint8Array()), "TRUNCATED", /empty/));
  it("a Git LFS pointer", () => {
    const pointer = new TextEncoder().encode(
      "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n",
    );
    expectCode(() => readModel(pointer), "LFS_POINTER", /git lfs pull/);
  });
  it.each(["<!doctype html><html>", '{"json": true}', "PK\u0003\u0004 a zip"])("%s", (text) => {
    expectCode(
      () => readModel(new TextEncoder().encode(text)),
      "NOT_ONNX",
      /not an ONNX model|no ONNX graph/,
    );
  });
  it("another protobuf", () =>
    expectCode(() => readModel(Uint8Array.of(8, 1, 18, 1, 65)), "NOT_ONNX", /no ONNX graph/));
});

it("E2 a model cut off anywhere is refused by a code, never by a crash", () => {
  for (let share = 1; share < 40; share++) {
    const cut = good.subarray(0, Math.floor((good.length * share) / 40));
    const error = failure(() => compile(readModel(cut)));
    expect(["TRUNCATED", "NOT_ONNX", "INVALID_GRAPH", "UNSUPPORTED_MODEL"]).toContain(error.code);
  }
});

it("E2 a model with flipped bytes gives a result or an error of ours", () => {
  for (let i = 0; i < 200; i++) {
    const damaged = Uint8Array.from(good);
    damaged[(i * 7919) % Math.min(damaged.length, 1500)]! ^= 1 << (i % 8);
    try {
      compile(readModel(damaged));
    } catch (error) {
      expect(error).toBeInstanceOf(ExplainError);
    }
  }
});

describe("E2 damage of every kind", () => {
  const qdq = readFileSync(path.join(import.meta.dirname, "../testing/quantised/net.qdq.onnx"));
  const models = [SMALL_NETS.squeezenet(), SMALL_NETS.resnet(), SMALL_NETS.mobilenet(), qdq];
  /** Everything but the weights is found near the ends and between them: bytes are chosen by share, not by place. */
  const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const damage = fc.oneof(
    fc.record({ kind: fc.constant("set" as const), at: place, value: fc.nat(255) }),
    fc.record({ kind: fc.constant("cut" as const), at: place, length: fc.nat(40) }),
    fc.record({ kind: fc.constant("insert" as const), at: place, bytes: fc.uint8Array({ maxLength: 12 }) }),
    fc.record({ kind: fc.constant("copy" as const), at: place, from: place, length: fc.nat(200) }),
  );

  it("gives a result or an error of ours, soon", () => {
    fc.assert(
      fc.property(
        fc.nat(models.length - 1),
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        (which, wounds) => {
          let bytes = Buffer.from(models[which]!);
          for (const wound of wounds) {
            const at = Math.floor(wound.at * bytes.length);
            if (wound.kind === "set") bytes[at] = wound.value;
            else if (wound.kind === "cut")
              bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + wound.length)]);
            else {
              const from = wound.kind === "copy" ? Math.floor(wound.from * bytes.length) : 0;
              const piece = wound.kind === "copy" ? bytes.subarray(from, from + wound.length) : wound.bytes;
              bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
            }
          }
          const started = performance.now();
          try {
            const model = readModel(bytes);
            inspectModel(model);
            compile(model);
          } catch (error) {
            expect(error).toBeInstanceOf(ExplainError);
            expect((error as Error).message).not.toContain("\n");
          }
          expect(performance.now() - started).toBeLessThan(20_000);
        },
      ),
      {
        seed: Number(process.env.PROPERTY_SEED ?? 20260103),
        numRuns: 10 * Number(process.env.PROPERTY_RUNS ?? 25),
      },
    );
  });
});

describe("E3 graphs that cannot be", () => {
  it("a cycle", () => {
    const nodes = [
      { opType: "Add", input: ["x", "b"], output: ["a"], name: "one" },
      { opType: "Relu", input: ["a"], output: ["b"], name: "two" },
    ];
    expectCode(() => compile(readModel(modelOf(nodes))), "INVALID_GRAPH", /depends on its own output/);
  });
  it("a value nothing makes", () => {
    expectCode(() => compile(readModel(modelOf([{ ...gemm, name: "g" }]))), "INVALID_GRAPH", /nothing makes/);
  });
  it("a value made twice", () => {
    expectCode(() => compile(readModel(modelOf([flatten, flatten]))), "INVALID_GRAPH", /made twice/);
  });
  it("a tensor that promises gigabytes", () => {
    const w = { name: "w", dims: [1 << 20, 1 << 10], dataType: DataType.FLOAT, rawData: new Uint8Array(8) };
    expectCode(() => readModel(modelOf([flatten, gemm], [w])), "TRUNCATED", /promises 1073741824 values/);
  });
  it("a tensor of a negative size", () => {
    const w = { name: "w", dims: [-4, 2], dataType: DataType.FLOAT, rawData: new Uint8Array(8) };
    expectCode(() => readModel(modelOf([flatten, gemm], [w])), "INVALID_GRAPH", /impossible shape/);
  });
});

describe("E4 external data", () => {
  const write = (name: string, bytes: Uint8Array) => {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return file;
  };
  it.each(["../secret.bin", "/etc/passwd", "a/../../b", "C:\\weights", "..\\x", ""])(
    "refuses to leave the folder: %s",
    (location) => {
      expectCode(
        () => readModelFile(write("out.onnx", external(location))),
        "EXTERNAL_DATA_REFUSED",
        /leaves the model's folder/,
      );
    },
  );
  it("refuses a symbolic link that leaves the folder", () => {
    const inner = path.join(folder, "inner");
    mkdirSync(inner, { recursive: true });
    write("outside.bin", new Uint8Array(384));
    symlinkSync(path.join(folder, "outside.bin"), path.join(inner, "link.bin"));
    const file = path.join(inner, "m.onnx");
    writeFileSync(file, external("link.bin"));
    expectCode(() => readModelFile(file), "EXTERNAL_DATA_REFUSED", /leaves the model's folder/);
  });
  it("names a missing file", () => {
    expectCode(
      () => readModelFile(write("m.onnx", external("gone.bin"))),
      "EXTERNAL_DATA_MISSING",
      /gone\.bin/,
    );
  });
  it("refuses a range beyond the end", () => {
    write("short.bin", new Uint8Array(100));
    expectCode(() => readModelFile(write("s.onnx", external("short.bin"))), "TRUNCATED", /ends before/);
    write("full.bin", new Uint8Array(384));
    const beyond = external("full.bin", [{ key: "offset", value: "4" }]);
    expectCode(() => readModelFile(write("o.onnx", beyond)), "TRUNCATED", /ends before/);
  });
  it("reads weights that lie beside the model", () => {
    write("ok.bin", new Uint8Array(Float32Array.from({ length: 96 }, (_, i) => i).buffer));
    const model = readModelFile(write("ok.onnx", external("ok.bin")));
    expect(model.initializers.get("w")!.data[95]).toBe(95);
    expect(compile(model).classCount).toBe(2);
  });
});

describe("E5 what cannot be explained is named before anything runs", () => {
  it.each(["QLinearConv", "ConvInteger", "DynamicQuantizeLinear", "MatMulInteger"])("quantised: %s", (op) => {
    const bytes = modelOf([{ opType: op, input: ["x"], output: ["y"], name: "q7" }]);
    expectCode(() => compile(readModel(bytes)), "UNSUPPORTED_OP", /"q7" .*quantised.*export the float model/);
  });
  it("an operator without a rule", () => {
    const bytes = modelOf([{ opType: "LSTM", input: ["x"], output: ["y"], name: "memory" }]);
    expectCode(
      () => compile(readModel(bytes)),
      "UNSUPPORTED_OP",
      /"memory" \(LSTM\).*Supported operators: .*Conv/,
    );
    const inspection = inspectModel(readModel(bytes));
    expect(inspection.explainable).toBe(false);
    expect(inspection.unsupported).toEqual([
      { node: "memory", op: "LSTM", reason: "no rule for this operator" },
    ]);
  });
  it("a model that is no classifier", () => {
    const b = new ModelBuilder(1);
    const segmenter = b.build(b.conv(b.input([1, 3, 8, 8]), 4, { pad: 1 }), [1, 4, 8, 8]);
    expectCode(() => compile(readModel(segmenter)), "UNSUPPORTED_MODEL", /only image classifiers/);
    expect(inspectModel(readModel(segmenter)).reason).toMatch(/only image classifiers/);
  });
});
