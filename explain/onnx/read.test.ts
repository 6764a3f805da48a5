import { describe, expect, it } from "vitest";
import { compile } from "../compile";
import { inspectModel } from "../inspect";
import { normalArray } from "../random";
import { ModelBuilder } from "../testing/model-builder";
import { runOnce } from "../testing/run";
import { SMALL_NETS } from "../testing/small-nets";
import { decodeModel } from "./decode";
import { concatBytes, encodeModel } from "./encode";
import { DataType, type GraphProto, type ModelProto } from "./messages";
import { readModel } from "./read";

/** A good model with something changed. */
function changed(change: (model: ModelProto, graph: GraphProto) => void): Uint8Array {
  const model = decodeModel(SMALL_NETS.vgg());
  change(model, model.graph!);
  return concatBytes(encodeModel(model));
}
const input = (name: string, elemType: number, dims: (number | string)[] | null) => ({
  name,
  type: {
    tensorType: {
      elemType,
      ...(dims && {
        shape: { dim: dims.map((d) => (typeof d === "number" ? { dimValue: d } : { dimParam: d })) },
      }),
    },
  },
});

describe("B2 models in other words", () => {
  it("the standard domain by its long name, nodes without names, values nobody reads", () => {
    const bytes = changed((model, graph) => {
      model.opsetImport = [
        { domain: "ai.onnx.ml", version: 3 },
        { domain: "ai.onnx", version: 17 },
      ];
      for (const node of graph.node!) {
        node.name = "";
        node.domain = "ai.onnx";
      }
      graph.node!.push({ opType: "Dropout", input: [graph.node![0]!.output![0]!], output: ["aside", ""] });
    });
    const model = readModel(bytes);
    expect(model.nodes[0]!.name).toBe(model.nodes[0]!.outputs[0]);
    expect(compile(model).classCount).toBe(10);
  });

  it("nodes in any order", async () => {
    const bytes = changed((_, graph) => graph.node!.reverse());
    const image = normalArray(432, 5);
    const [there, back] = [await runOnce(SMALL_NETS.vgg(), image, [3]), await runOnce(bytes, image, [3])];
    expect(back.relevance).toEqual(there.relevance);
  });

  it("weights that are declared as inputs too", () => {
    const bytes = changed((_, graph) => {
      for (const w of graph.initializer!) graph.input!.push(input(w.name!, DataType.FLOAT, w.dims!));
    });
    expect(readModel(bytes).inputs.map((i) => i.name)).toEqual(["image"]);
  });

  it("an image beside another input", () => {
    const bytes = changed((_, graph) => {
      graph.input!.unshift(input("hints", DataType.FLOAT, [1, 4]), input("count", DataType.INT64, [1]));
    });
    expect(compile(readModel(bytes)).inputName).toBe("image");
  });

  it("an input of no declared shape takes the shape that is given", () => {
    const bytes = changed((_, graph) => {
      graph.input = [input("image", DataType.FLOAT, null)];
    });
    expect(inspectModel(readModel(bytes)).reason).toMatch(/open shape \[\]; give the input shape/);
    expect(compile(readModel(bytes), { inputShape: [1, 3, 12, 12] }).classCount).toBe(10);
  });
});

describe("E6 models that are read but cannot be explained", () => {
  const cases: [string, Uint8Array, RegExp][] = [
    [
      "an old operator set",
      changed((m) => (m.opsetImport = [{ version: 6 }])),
      /uses opset 6; convert it to opset 7/,
    ],
    ["no operator set", changed((m) => (m.opsetImport = undefined)), /uses opset 0/],
    ["no nodes", changed((_, g) => (g.node = undefined)), /holds no ONNX graph/],
    ["no graph", changed((m) => (m.graph = undefined)), /holds no ONNX graph/],
    ["no inputs", changed((_, g) => (g.input = undefined)), /no floating-point image input|nothing makes/],
    [
      "whole numbers",
      changed((_, g) => (g.input = [input("image", DataType.UINT8, [1, 3, 12, 12])])),
      /no floating-point image input/,
    ],
    [
      "a negative size",
      changed((_, g) => (g.input = [input("image", DataType.FLOAT, [1, 3, -12, 12])])),
      /has the shape \[1,3,-12,12\]/,
    ],
    [
      "a size beyond counting",
      changed((_, g) => (g.input = [input("image", DataType.FLOAT, [1, 2 ** 40, 2 ** 40, 1])])),
      /has the shape/,
    ],
    [
      "no outputs",
      changed((_, g) => (g.output = undefined)),
      /No output of the model holds one score a class/,
    ],
    ["an output that is the input", changed((_, g) => (g.output = [{ name: "image" }])), /No output/],
  ];
  it.each(cases)("%s", (_, bytes, says) => {
    expect(() => compile(readModel(bytes))).toThrow(says);
  });

  it("several faults are counted", () => {
    const b = new ModelBuilder(1);
    const x = b.input(["N", 3, 4, 4]);
    const model = readModel(b.build(b.op("Add", [b.op("Mish", [x]), b.op("Celu", [x])]), ["N", "K"]));
    expect(() => compile(model)).toThrow(/^Node "mish_0" .* \(and 1 more; `models inspect` lists them\)/);
    expect(inspectModel(model).unsupported.map((u) => u.op)).toEqual(["Mish", "Celu"]);
  });
});

describe("B3 the wire format", () => {
  it("whatever is written is read again", () => {
    const model: ModelProto = {
      irVersion: 9,
      graph: {
        node: [
          {
            opType: "Relu",
            input: ["x"],
            output: ["y"],
            attribute: [{ name: "a", type: 6, floats: [0.5, -1] }],
          },
        ],
        initializer: [
          { name: "d", dims: [2], dataType: DataType.DOUBLE, doubleData: [1.5, -2.25] },
          { name: "u", dims: [2], dataType: DataType.UINT64, uint64Data: [7, 2 ** 40] },
          { name: "i", dims: [1], dataType: DataType.INT64, int64Data: [-3] },
        ],
      },
    };
    const again = decodeModel(concatBytes(encodeModel(model)));
    expect(again).toEqual({
      ...model,
      graph: {
        ...model.graph,
        node: [{ ...model.graph!.node![0], attribute: [{ name: "a", type: 6, floats: [0.5, -1] }] }],
      },
    });
  });

  it("packed and single numbers of one field add up", () => {
    // Field 7 (`floats`) of an attribute: packed [0.5, 1], then 2 on its own.
    const attribute = [0x0a, 1, 0x61, 0x3a, 8, 0, 0, 0, 0x3f, 0, 0, 0x80, 0x3f, 0x3d, 0, 0, 0, 0x40];
    const node = [0x2a, attribute.length, ...attribute];
    const graph = [0x0a, node.length, ...node];
    const model = decodeModel(Uint8Array.of(0x3a, graph.length, ...graph));
    expect(Array.from(model.graph!.node![0]!.attribute![0]!.floats!)).toEqual([0.5, 1, 2]);
  });

  it("messages nested without end are refused", () => {
    // A graph in an attribute in a node in a graph, a hundred times.
    let bytes = new Uint8Array(0);
    const wrap = (no: number) => {
      const length: number[] = [];
      for (let n = bytes.length; ; n >>= 7) {
        length.push(n > 127 ? (n & 127) | 128 : n);
        if (n <= 127) break;
      }
      bytes = Uint8Array.of((no << 3) | 2, ...length, ...bytes);
    };
    for (let i = 0; i < 100; i++) for (const no of [6, 5, 1]) wrap(no);
    wrap(7);
    expect(() => decodeModel(bytes)).toThrow(/nested too deeply/);
    expect(() => readModel(bytes)).toThrow(/not an ONNX model/);
  });
});
