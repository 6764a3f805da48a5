import { ExplainError } from "../errors";
import { lazyTensor, sizeOf, type Tensor, type TensorKind } from "../graph/tensor";
import { DataType, type TensorProto } from "./messages";

interface Layout {
  readonly kind: TensorKind;
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));
function brainToFloat(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/** Element type → how it lies in `raw_data`. Half precision is widened: the compiled graph is float32. */
const LAYOUTS: Readonly<Record<number, Layout>> = {
  [DataType.FLOAT]: { kind: "float", bytes: 4, read: (v, at) => v.getFloat32(at, true) },
  [DataType.DOUBLE]: { kind: "float", bytes: 8, read: (v, at) => v.getFloat64(at, true) },
  [DataType.FLOAT16]: { kind: "float", bytes: 2, read: (v, at) => halfToFloat(v.getUint16(at, true)) },
  [DataType.BFLOAT16]: { kind: "float", bytes: 2, read: (v, at) => brainToFloat(v.getUint16(at, true)) },
  [DataType.UINT8]: { kind: "int", bytes: 1, read: (v, at) => v.getUint8(at) },
  [DataType.INT8]: { kind: "int", bytes: 1, read: (v, at) => v.getInt8(at) },
  [DataType.UINT16]: { kind: "int", bytes: 2, read: (v, at) => v.getUint16(at, true) },
  [DataType.INT16]: { kind: "int", bytes: 2, read: (v, at) => v.getInt16(at, true) },
  [DataType.INT32]: { kind: "int", bytes: 4, read: (v, at) => v.getInt32(at, true) },
  [DataType.UINT32]: { kind: "int", bytes: 4, read: (v, at) => v.getUint32(at, true) },
  [DataType.INT64]: { kind: "int", bytes: 8, read: (v, at) => Number(v.getBigInt64(at, true)) },
  [DataType.UINT64]: { kind: "int", bytes: 8, read: (v, at) => Number(v.getBigUint64(at, true)) },
  [DataType.BOOL]: { kind: "bool", bytes: 1, read: (v, at) => v.getUint8(at) },
};

export function kindOfDataType(dataType: number): TensorKind | null {
  return LAYOUTS[dataType]?.kind ?? null;
}

/** The files beside a model. Reading is by range, when the weights are needed. */
export interface ExternalFiles {
  /** Size of a file in bytes, or null where there is none. */
  size(location: string): number | null;
  read(location: string, offset: number, length: number): Uint8Array;
}

/** Refuses every location that could leave the model's own folder. */
export function checkExternalLocation(location: string): void {
  const parts = location.split(/[\\/]/);
  const escapes = location.startsWith("/") || location.startsWith("\\") || /^[A-Za-z]:/.test(location);
  if (location === "" || escapes || location.includes("\0") || parts.includes("..")) {
    throw new ExplainError(
      "EXTERNAL_DATA_REFUSED",
      `External data location ${JSON.stringify(location)} leaves the model's folder; keep the weights beside the model file.`,
    );
  }
}

function externalBytes(
  proto: TensorProto,
  expected: number,
  files: ExternalFiles | undefined,
): () => Uint8Array {
  const entries = new Map((proto.externalData ?? []).map((e) => [e.key ?? "", e.value ?? ""]));
  const location = entries.get("location") ?? "";
  checkExternalLocation(location);
  const size = files?.size(location) ?? null;
  if (size === null) {
    throw new ExplainError(
      "EXTERNAL_DATA_MISSING",
      `The weights of "${proto.name}" lie in ${JSON.stringify(location)}, which was not found; put that file beside the model.`,
    );
  }
  const offset = Number(entries.get("offset") ?? 0);
  const length = Number(entries.get("length") ?? expected);
  if (!(Number.isSafeInteger(offset) && offset >= 0 && length === expected && offset + length <= size)) {
    throw new ExplainError(
      "TRUNCATED",
      `External data ${JSON.stringify(location)} ends before the weights of "${proto.name}"; copy the file again.`,
    );
  }
  return () => files!.read(location, offset, length);
}

function checkedDims(proto: TensorProto): number[] {
  const dims = proto.dims ?? [];
  const size = sizeOf(dims);
  if (dims.some((d) => !Number.isSafeInteger(d) || d < 0) || !Number.isSafeInteger(size)) {
    throw new ExplainError("INVALID_GRAPH", `Tensor "${proto.name}" has the impossible shape [${dims}].`);
  }
  return dims;
}

function rawTensor(dims: number[], layout: Layout, fetch: () => Uint8Array, dataType: number): Tensor {
  const isFloat32 = dataType === DataType.FLOAT;
  const load = () => {
    const bytes = fetch();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = sizeOf(dims);
    if (isFloat32) {
      if (bytes.byteOffset % 4 === 0) return new Float32Array(bytes.buffer, bytes.byteOffset, size);
      return new Float32Array(new Uint8Array(bytes).buffer, 0, size);
    }
    const values = new (layout.kind === "float" ? Float32Array : Float64Array)(size);
    for (let i = 0; i < size; i++) values[i] = layout.read(view, i * layout.bytes);
    return values;
  };
  return lazyTensor(dims, layout.kind, load, isFloat32 ? fetch : undefined, dataType);
}

/**
 * A `TensorProto` as a {@link Tensor}. Nothing is allocated for what the file only promises: the number of stored
 * values must be that of the shape.
 */
export function tensorOf(proto: TensorProto, external?: ExternalFiles): Tensor {
  const dims = checkedDims(proto);
  const dataType = proto.dataType ?? 0;
  const layout = LAYOUTS[dataType];
  if (!layout) {
    throw new ExplainError(
      "UNSUPPORTED_MODEL",
      `Tensor "${proto.name}" has element type ${proto.dataType}, which is not numeric.`,
    );
  }
  const size = sizeOf(dims);
  if (proto.dataLocation === 1) {
    return rawTensor(dims, layout, externalBytes(proto, size * layout.bytes, external), dataType);
  }
  const missing = (found: number) =>
    new ExplainError(
      "TRUNCATED",
      `Tensor "${proto.name}" promises ${size} values and holds ${found}; the file is damaged.`,
    );
  if (proto.rawData) {
    const found = proto.rawData.byteLength / layout.bytes;
    if (found !== size) throw missing(found);
    const raw = proto.rawData;
    return rawTensor(dims, layout, () => raw, dataType);
  }
  const typed =
    proto.floatData ?? proto.doubleData ?? proto.int64Data ?? proto.uint64Data ?? proto.int32Data ?? [];
  if (typed.length !== size) throw missing(typed.length);
  const half =
    proto.dataType === DataType.FLOAT16
      ? halfToFloat
      : proto.dataType === DataType.BFLOAT16
        ? brainToFloat
        : null;
  const load = () => {
    const values = layout.kind === "float" ? Float32Array.from(typed) : Float64Array.from(typed);
    return half ? values.map(half) : values;
  };
  return lazyTensor(dims, layout.kind, load, undefined, dataType);
}
