import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { type Field, MESSAGES, type MessageName, type ModelProto, type ScalarKind } from "./messages";

/** Byte strings longer than this travel as their own chunk, so that weights are never copied while encoding. */
const CHUNK_THRESHOLD = 1024;

interface Chunks {
  readonly list: Uint8Array[];
  size: number;
}

function push(out: Chunks, bytes: Uint8Array): void {
  out.list.push(bytes);
  out.size += bytes.byteLength;
}

function writeScalar(writer: BinaryWriter, no: number, kind: ScalarKind, value: unknown): void {
  switch (kind) {
    case "int64":
      writer.tag(no, WireType.Varint).int64(BigInt(value as number));
      return;
    case "uint64":
      writer.tag(no, WireType.Varint).uint64(BigInt(value as number));
      return;
    case "int32":
      writer.tag(no, WireType.Varint).int32(value as number);
      return;
    case "float":
      writer.tag(no, WireType.Bit32).float(value as number);
      return;
    case "double":
      writer.tag(no, WireType.Bit64).double(value as number);
      return;
    case "string":
      writer.tag(no, WireType.LengthDelimited).string(value as string);
      return;
    case "bytes":
      writer.tag(no, WireType.LengthDelimited).bytes(value as Uint8Array);
  }
}

function header(no: number, length: number): Uint8Array {
  return new BinaryWriter().tag(no, WireType.LengthDelimited).uint32(length).finish();
}

function writeField(out: Chunks, no: number, field: Field, value: unknown): void {
  if (field.kind in MESSAGES) {
    const inner = writeMessage(value as Record<string, unknown>, field.kind as MessageName);
    push(out, header(no, inner.size));
    for (const chunk of inner.list) push(out, chunk);
    return;
  }
  if (field.kind === "bytes" && (value as Uint8Array).byteLength > CHUNK_THRESHOLD) {
    push(out, header(no, (value as Uint8Array).byteLength));
    push(out, value as Uint8Array);
    return;
  }
  const writer = new BinaryWriter();
  writeScalar(writer, no, field.kind as ScalarKind, value);
  push(out, writer.finish());
}

function merge(chunks: Chunks): Chunks {
  const result: Chunks = { list: [], size: 0 };
  let small: Uint8Array[] = [];
  const flush = () => {
    if (small.length > 0) push(result, concatBytes(small));
    small = [];
  };
  for (const chunk of chunks.list) {
    if (chunk.byteLength <= CHUNK_THRESHOLD) small.push(chunk);
    else {
      flush();
      push(result, chunk);
    }
  }
  flush();
  return result;
}

function writeMessage(value: Record<string, unknown>, message: MessageName): Chunks {
  const out: Chunks = { list: [], size: 0 };
  for (const [key, field] of Object.entries(MESSAGES[message])) {
    const content = value[field.name];
    if (content === undefined) continue;
    const items = field.repeated ? Array.from(content as ArrayLike<unknown>) : [content];
    for (const item of items) writeField(out, Number(key), field, item);
  }
  return out;
}

export function concatBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    result.set(chunk, at);
    at += chunk.byteLength;
  }
  return result;
}

/** Encodes a `ModelProto` as a list of chunks; large byte fields are passed on as they are, without a copy. */
export function encodeModel(model: ModelProto): Uint8Array[] {
  return merge(writeMessage(model as Record<string, unknown>, "Model")).list;
}
