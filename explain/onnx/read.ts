import { ExplainError } from "../errors";
import type { Tensor } from "../graph/tensor";
import { decodeModel } from "./decode";
import type { AttributeProto, GraphProto, ModelProto, NodeProto } from "./messages";
import { type ExternalFiles, tensorOf } from "./tensor";

export interface ReadOptions {
  /** The files beside the model; needed only for models with external data. */
  readonly externalData?: ExternalFiles;
  /** A digest of the model's bytes (and its external data), where the caller has one: spares computing it again. */
  readonly digest?: string;
}

export interface RawNode {
  readonly op: string;
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attrs: ReadonlyMap<string, AttributeProto>;
}

/** Dimension: a number, or null where the model leaves it open. */
export interface RawInput {
  readonly name: string;
  readonly elemType: number;
  readonly dims: readonly (number | null)[] | null;
}

/** A model as it stands in the file, typed but not yet interpreted. Immutable. */
export interface Model {
  readonly opset: number;
  readonly nodes: readonly RawNode[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  readonly inputs: readonly RawInput[];
  readonly outputs: readonly RawInput[];
  readonly bytes: Uint8Array;
  readonly digest?: string;
}

const LFS_MARK = "version https://git-lfs";
/** Operator sets from 7 on have the broadcasting this compiler assumes. */
const OLDEST_OPSET = 7;

function checkLooksLikeModel(bytes: Uint8Array): void {
  if (bytes.byteLength === 0) throw new ExplainError("TRUNCATED", "The model file is empty; copy it again.");
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 64));
  if (head.startsWith(LFS_MARK)) {
    throw new ExplainError(
      "LFS_POINTER",
      "The file is a Git LFS pointer, not a model; run `git lfs pull` and try again.",
    );
  }
}

function decode(bytes: Uint8Array): ModelProto {
  try {
    return decodeModel(bytes);
  } catch (cause) {
    if (cause instanceof ExplainError) throw cause;
    // A real ONNX file begins with the IR version (field 1, varint); then the likely fault is a cut-off copy.
    const plausible = bytes[0] === 0x08 && bytes.byteLength > 2;
    throw plausible
      ? new ExplainError("TRUNCATED", "The ONNX file ends too early or is damaged; copy it again.", { cause })
      : new ExplainError("NOT_ONNX", "The file is not an ONNX model; export the classifier to .onnx first.", {
          cause,
        });
  }
}

function rawNode(node: NodeProto, index: number): RawNode {
  const outputs = node.output ?? [];
  return {
    op: node.opType ?? "",
    domain: node.domain === "ai.onnx" ? "" : (node.domain ?? ""),
    name: node.name || outputs.find((o) => o !== "") || `node_${index}`,
    inputs: node.input ?? [],
    outputs,
    attrs: new Map((node.attribute ?? []).map((a) => [a.name ?? "", a])),
  };
}

function rawInputs(list: GraphProto["input"]): RawInput[] {
  return (list ?? []).map((value) => {
    const tensor = value.type?.tensorType;
    return {
      name: value.name ?? "",
      elemType: tensor?.elemType ?? 0,
      dims: tensor?.shape ? (tensor.shape.dim ?? []).map((d) => (d.dimValue ? d.dimValue : null)) : null,
    };
  });
}

/**
 * Reads an ONNX file. Weights stay views into `bytes`.
 *
 * @throws ExplainError NOT_ONNX, LFS_POINTER, TRUNCATED, EXTERNAL_DATA_MISSING, EXTERNAL_DATA_REFUSED, UNSUPPORTED_MODEL
 */
export function readModel(bytes: Uint8Array, options: ReadOptions = {}): Model {
  checkLooksLikeModel(bytes);
  const proto = decode(bytes);
  const graph = proto.graph;
  if (!graph || (graph.node ?? []).length === 0) {
    throw new ExplainError("NOT_ONNX", "The file holds no ONNX graph; export the classifier to .onnx first.");
  }
  const opset = (proto.opsetImport ?? []).find((o) => !o.domain || o.domain === "ai.onnx")?.version ?? 0;
  if (opset < OLDEST_OPSET) {
    throw new ExplainError(
      "UNSUPPORTED_MODEL",
      `The model uses opset ${opset}; convert it to opset ${OLDEST_OPSET} or newer.`,
    );
  }
  const initializers = new Map<string, Tensor>();
  for (const tensor of graph.initializer ?? []) {
    initializers.set(tensor.name ?? "", tensorOf(tensor, options.externalData));
  }
  return {
    opset,
    nodes: (graph.node ?? []).map(rawNode),
    initializers,
    inputs: rawInputs(graph.input).filter((input) => !initializers.has(input.name)),
    outputs: rawInputs(graph.output),
    bytes,
    digest: options.digest,
  };
}
