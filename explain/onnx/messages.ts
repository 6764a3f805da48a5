/** The part of `onnx.proto` this package reads and writes, as data: one row a field. */

export type ScalarKind = "int64" | "int32" | "uint64" | "float" | "double" | "string" | "bytes";
export type MessageName =
  | "Model"
  | "OperatorSet"
  | "Entry"
  | "Graph"
  | "Node"
  | "Attribute"
  | "Tensor"
  | "ValueInfo"
  | "Type"
  | "TensorType"
  | "Shape"
  | "Dim";

export interface Field {
  readonly name: string;
  readonly kind: ScalarKind | MessageName;
  readonly repeated?: boolean;
}

const one = (name: string, kind: Field["kind"]): Field => ({ name, kind });
const many = (name: string, kind: Field["kind"]): Field => ({ name, kind, repeated: true });

/** Field number → field, for every message. Numbers are those of the public ONNX schema. */
export const MESSAGES: Readonly<Record<MessageName, Readonly<Record<number, Field>>>> = {
  Model: {
    1: one("irVersion", "int64"),
    2: one("producerName", "string"),
    7: one("graph", "Graph"),
    8: many("opsetImport", "OperatorSet"),
    14: many("metadata", "Entry"),
  },
  OperatorSet: { 1: one("domain", "string"), 2: one("version", "int64") },
  Entry: { 1: one("key", "string"), 2: one("value", "string") },
  Graph: {
    1: many("node", "Node"),
    2: one("name", "string"),
    5: many("initializer", "Tensor"),
    11: many("input", "ValueInfo"),
    12: many("output", "ValueInfo"),
    13: many("valueInfo", "ValueInfo"),
  },
  Node: {
    1: many("input", "string"),
    2: many("output", "string"),
    3: one("name", "string"),
    4: one("opType", "string"),
    5: many("attribute", "Attribute"),
    7: one("domain", "string"),
  },
  Attribute: {
    1: one("name", "string"),
    2: one("f", "float"),
    3: one("i", "int64"),
    4: one("s", "bytes"),
    5: one("t", "Tensor"),
    6: one("g", "Graph"),
    7: many("floats", "float"),
    8: many("ints", "int64"),
    9: many("strings", "bytes"),
    20: one("type", "int32"),
  },
  Tensor: {
    1: many("dims", "int64"),
    2: one("dataType", "int32"),
    4: many("floatData", "float"),
    5: many("int32Data", "int32"),
    7: many("int64Data", "int64"),
    8: one("name", "string"),
    9: one("rawData", "bytes"),
    10: many("doubleData", "double"),
    11: many("uint64Data", "uint64"),
    13: many("externalData", "Entry"),
    14: one("dataLocation", "int32"),
  },
  ValueInfo: { 1: one("name", "string"), 2: one("type", "Type") },
  Type: { 1: one("tensorType", "TensorType") },
  TensorType: { 1: one("elemType", "int32"), 2: one("shape", "Shape") },
  Shape: { 1: many("dim", "Dim") },
  Dim: { 1: one("dimValue", "int64"), 2: one("dimParam", "string") },
};

export interface EntryProto {
  key?: string;
  value?: string;
}
export interface TensorProto {
  dims?: number[];
  dataType?: number;
  floatData?: number[] | Float32Array;
  int32Data?: number[];
  int64Data?: number[];
  uint64Data?: number[];
  doubleData?: number[];
  name?: string;
  rawData?: Uint8Array;
  externalData?: EntryProto[];
  dataLocation?: number;
}
export interface AttributeProto {
  name?: string;
  type?: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  t?: TensorProto;
  g?: GraphProto;
  floats?: number[] | Float32Array;
  ints?: number[];
  strings?: Uint8Array[];
}
export interface NodeProto {
  input?: string[];
  output?: string[];
  name?: string;
  opType?: string;
  domain?: string;
  attribute?: AttributeProto[];
}
export interface DimProto {
  dimValue?: number;
  dimParam?: string;
}
export interface ValueInfoProto {
  name?: string;
  type?: { tensorType?: { elemType?: number; shape?: { dim?: DimProto[] } } };
}
export interface GraphProto {
  node?: NodeProto[];
  name?: string;
  initializer?: TensorProto[];
  input?: ValueInfoProto[];
  output?: ValueInfoProto[];
  valueInfo?: ValueInfoProto[];
}
export interface ModelProto {
  irVersion?: number;
  producerName?: string;
  graph?: GraphProto;
  opsetImport?: { domain?: string; version?: number }[];
  metadata?: EntryProto[];
}

/** `TensorProto.DataType` */
export const DataType = {
  FLOAT: 1,
  UINT8: 2,
  INT8: 3,
  UINT16: 4,
  INT16: 5,
  INT32: 6,
  INT64: 7,
  STRING: 8,
  BOOL: 9,
  FLOAT16: 10,
  DOUBLE: 11,
  UINT32: 12,
  UINT64: 13,
  BFLOAT16: 16,
} as const;

/** `AttributeProto.AttributeType` */
export const AttributeType = { FLOAT: 1, INT: 2, STRING: 3, TENSOR: 4, FLOATS: 6, INTS: 7 } as const;
