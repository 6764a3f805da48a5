import { readSync } from "node:fs";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { concatBytes } from "../onnx/encode";

/** Stands for the model file itself in the external data entries of a skeleton; no file can be called so. */
export const SELF = "<self>";

/** Weights up to this size stay in the skeleton. */
const SMALL = 64 * 1024;
const WINDOW = 64 * 1024;

/** Reads a file piecewise; one window is kept. */
class Window {
  private start = 0;
  private bytes: Uint8Array = new Uint8Array(0);

  constructor(private readonly fd: number) {}

  range(offset: number, length: number): Uint8Array {
    const inside = offset >= this.start && offset + length <= this.start + this.bytes.length;
    if (!inside) {
      this.start = offset;
      this.bytes = readRange(this.fd, offset, Math.max(WINDOW, length));
      if (this.bytes.length < length) throw new RangeError("the file ends too early");
    }
    return this.bytes.slice(offset - this.start, offset - this.start + length);
  }

  varint(offset: number): { value: number; next: number } {
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const byte = this.range(offset + i, 1)[0]!;
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return { value, next: offset + i + 1 };
    }
    throw new RangeError("a number is too long");
  }
}

export function readRange(fd: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const got = readSync(fd, bytes, at, length - at, offset + at);
    if (got === 0) break;
    at += got;
  }
  return at === length ? bytes : bytes.subarray(0, at);
}

interface Field {
  readonly no: number;
  /** From the tag to the end. */
  readonly from: number;
  readonly to: number;
  /** Where the content of a length-delimited field begins; −1 for others. */
  readonly content: number;
}

/** More than any model has nodes and weights; what has more is no model, and would take minutes to find out. */
const MOST_FIELDS = 2 ** 20;

function* fields(file: Window, from: number, to: number): Generator<Field> {
  let count = 0;
  for (let at = from; at < to; count++) {
    const tag = file.varint(at);
    const no = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    if (no === 0 || count === MOST_FIELDS) throw new RangeError("no message has such fields");
    let end: number;
    let content = -1;
    if (wire === WireType.Varint) end = file.varint(tag.next).next;
    else if (wire === WireType.Bit64) end = tag.next + 8;
    else if (wire === WireType.Bit32) end = tag.next + 4;
    else if (wire === WireType.LengthDelimited) {
      const length = file.varint(tag.next);
      content = length.next;
      end = content + length.value;
    } else throw new RangeError(`wire type ${wire}`);
    if (end > to) throw new RangeError("a field is longer than its message");
    yield { no, from: at, to: end, content };
    at = end;
  }
}

const message = (no: number, content: Uint8Array) =>
  new BinaryWriter().tag(no, WireType.LengthDelimited).bytes(content).finish();

function entry(key: string, value: string): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(key).tag(2, WireType.LengthDelimited).string(value);
  return message(13, writer.finish());
}

/** A tensor with its large `raw_data` (field 9) replaced by a reference to where it lies in the file. */
function tensor(file: Window, from: number, to: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const field of fields(file, from, to)) {
    if (field.no !== 9 || field.to - field.content <= SMALL) {
      parts.push(file.range(field.from, field.to - field.from));
      continue;
    }
    const location = new BinaryWriter().tag(14, WireType.Varint).int32(1).finish();
    const length = field.to - field.content;
    parts.push(
      entry("location", SELF),
      entry("offset", String(field.content)),
      entry("length", String(length)),
      location,
    );
  }
  return concatBytes(parts);
}

function graph(file: Window, from: number, to: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const field of fields(file, from, to)) {
    const isLargeTensor = field.no === 5 && field.to - field.from > SMALL;
    parts.push(
      isLargeTensor
        ? message(5, tensor(file, field.content, field.to))
        : file.range(field.from, field.to - field.from),
    );
  }
  return concatBytes(parts);
}

/**
 * The model file without its large weights, which become external data at {@link SELF}: a model of half a gigabyte is read
 * in a few kilobytes, and its weights range by range when they are needed.
 *
 * @throws RangeError where the file is no well-formed protobuf
 */
export function readSkeleton(fd: number, size: number): Uint8Array {
  const file = new Window(fd);
  const parts: Uint8Array[] = [];
  for (const field of fields(file, 0, size)) {
    const isGraph = field.no === 7 && field.content >= 0;
    parts.push(
      isGraph
        ? message(7, graph(file, field.content, field.to))
        : file.range(field.from, field.to - field.from),
    );
  }
  return concatBytes(parts);
}
