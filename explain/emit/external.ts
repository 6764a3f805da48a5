import type { Tensor } from "../graph/tensor";
import { DataType, type TensorProto } from "../onnx/messages";
import { byteLengthOf, type EmitGraph, encodeGraph, inline, tensorBytes } from "./encode";

/** Weights start on a page, so that the runtime can map them from the file instead of reading them. */
const PAGE = 4096;
/** Smaller constants stay in the graph: a mapping each would cost more than it saves. */
const SMALLEST_EXTERNAL = 4096;

export interface ExternalForm {
  /** The graph, without its weights. */
  readonly model: Uint8Array[];
  /** The weights file, piece by piece, in order. */
  readonly data: () => Generator<Uint8Array>;
}

/** The graph with its weights in a second file, `location`, beside it. */
export function encodeExternal(graph: EmitGraph, name: string, location: string): ExternalForm {
  let end = 0;
  const stored: { tensor: Tensor; gap: number }[] = [];
  const store = (key: string, tensor: Tensor): TensorProto => {
    const length = byteLengthOf(tensor);
    if (length < SMALLEST_EXTERNAL) return inline(key, tensor);
    const offset = Math.ceil(end / PAGE) * PAGE;
    stored.push({ tensor, gap: offset - end });
    end = offset + length;
    return {
      name: key,
      dims: [...tensor.dims],
      dataType: tensor.kind === "float" ? DataType.FLOAT : DataType.INT64,
      dataLocation: 1,
      externalData: [
        { key: "location", value: location },
        { key: "offset", value: String(offset) },
        { key: "length", value: String(length) },
      ],
    };
  };
  const model = encodeGraph(graph, name, store);
  function* data() {
    for (const { tensor, gap } of stored) {
      if (gap > 0) yield new Uint8Array(gap);
      yield tensorBytes(tensor);
    }
  }
  return { model, data };
}
