import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { type Field, MESSAGES, type MessageName, type ModelProto, type ScalarKind } from "./messages";

const MAX_DEPTH = 32;

function wireTypeOf(kind: Field["kind"]): WireType {
  switch (kind) {
    case "int64":
    case "int32":
    case "uint64":
      return WireType.Varint;
    case "float":
      return WireType.Bit32;
    case "double":
      return WireType.Bit64;
    default:
      return WireType.LengthDelimited;
  }
}

function readScalar(reader: BinaryReader, kind: ScalarKind): number | string | Uint8Array {
  switch (kind) {
    case "int64":
      return Number(reader.int64());
    case "uint64":
      return Number(reader.uint64());
    case "int32":
      return reader.int32();
    case "float":
      return reader.float();
    case "double":
      return reader.double();
    case "string":
      return reader.string();
    case "bytes":
      return reader.bytes(); // a view: weights are never copied here
  }
}

/** A packed float list is megabytes long in some exporters: read it in one piece. */
function readPackedFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.byteLength / 4));
}

function readMessage(reader: BinaryReader, message: MessageName, depth: number): Record<string, unknown> {
  if (depth > MAX_DEPTH) throw new RangeError("messages nested too deeply");
  const fields = MESSAGES[message];
  const result: Record<string, unknown> = {};
  while (reader.pos < reader.len) {
    const [no, wire] = reader.tag();
    const field = fields[no];
    if (!field) {
      reader.skip(wire, no);
      continue;
    }
    const expected = wireTypeOf(field.kind);
    const packed =
      field.repeated && wire === WireType.LengthDelimited && expected !== WireType.LengthDelimited;
    if (wire !== expected && !packed) {
      throw new RangeError(`field ${message}.${field.name} has wire type ${wire}, not ${expected}`);
    }
    if (packed) {
      const bytes = reader.bytes();
      if (field.kind === "float" && result[field.name] === undefined) {
        result[field.name] = readPackedFloats(bytes);
        continue;
      }
      const inner = new BinaryReader(bytes);
      const list = Array.from((result[field.name] as ArrayLike<number> | undefined) ?? []);
      while (inner.pos < inner.len) list.push(readScalar(inner, field.kind as ScalarKind) as number);
      result[field.name] = list;
      continue;
    }
    const value =
      field.kind in MESSAGES
        ? readMessage(new BinaryReader(reader.bytes()), field.kind as MessageName, depth + 1)
        : readScalar(reader, field.kind as ScalarKind);
    if (!field.repeated) {
      result[field.name] = value;
      continue;
    }
    const list = result[field.name];
    if (Array.isArray(list)) list.push(value);
    else result[field.name] = list === undefined ? [value] : [...(list as Float32Array), value];
  }
  return result;
}

/** Decodes a `ModelProto`; byte fields are views into `bytes`. Throws a RangeError on malformed wire data. */
export function decodeModel(bytes: Uint8Array): ModelProto {
  return readMessage(new BinaryReader(bytes), "Model", 0) as ModelProto;
}
