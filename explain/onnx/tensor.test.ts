import { describe, expect, it } from "vitest";
import type { ExplainError } from "../errors";
import { DataType, type TensorProto } from "./messages";
import { kindOfDataType, tensorOf } from "./tensor";

const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const values = (proto: TensorProto) => Array.from(tensorOf({ name: "t", ...proto }).data);

describe("B1 tensors of every element type", () => {
  const raw: [keyof typeof DataType, ArrayBufferView, number[]][] = [
    ["FLOAT", Float32Array.of(1.5, -2), [1.5, -2]],
    ["DOUBLE", Float64Array.of(1.5, -2), [1.5, -2]],
    ["UINT8", Uint8Array.of(0, 255), [0, 255]],
    ["INT8", Int8Array.of(-128, 127), [-128, 127]],
    ["UINT16", Uint16Array.of(0, 65535), [0, 65535]],
    ["INT16", Int16Array.of(-32768, 32767), [-32768, 32767]],
    ["INT32", Int32Array.of(-5, 2 ** 31 - 1), [-5, 2 ** 31 - 1]],
    ["UINT32", Uint32Array.of(5, 2 ** 32 - 1), [5, 2 ** 32 - 1]],
    ["INT64", BigInt64Array.of(-5n, 2n ** 52n), [-5, 2 ** 52]],
    ["UINT64", BigUint64Array.of(5n, 2n ** 52n), [5, 2 ** 52]],
    ["BOOL", Uint8Array.of(0, 1), [0, 1]],
    ["FLOAT16", Uint16Array.of(0x3e00, 0xc000), [1.5, -2]],
    ["BFLOAT16", Uint16Array.of(0x3fc0, 0xc000), [1.5, -2]],
  ];
  it.each(raw)("%s as bytes", (type, array, expected) => {
    expect(values({ dims: [2], dataType: DataType[type], rawData: bytesOf(array) })).toEqual(expected);
  });

  it("half precision at its ends: subnormal, zero, infinite, no number", () => {
    const halves = Uint16Array.of(0x0001, 0x8000, 0x7c00, 0xfc00, 0x7e00);
    const found = values({ dims: [5], dataType: DataType.FLOAT16, rawData: bytesOf(halves) });
    expect(found).toEqual([2 ** -24, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]);
  });

  const typed: [string, TensorProto, number[]][] = [
    ["FLOAT", { dataType: DataType.FLOAT, floatData: [1.5, -2] }, [1.5, -2]],
    ["DOUBLE", { dataType: DataType.DOUBLE, doubleData: [1.5, -2] }, [1.5, -2]],
    ["INT64", { dataType: DataType.INT64, int64Data: [-5, 6] }, [-5, 6]],
    ["UINT64", { dataType: DataType.UINT64, uint64Data: [5, 6] }, [5, 6]],
    ["INT8", { dataType: DataType.INT8, int32Data: [-5, 6] }, [-5, 6]],
    ["FLOAT16", { dataType: DataType.FLOAT16, int32Data: [0x3e00, 0xc000] }, [1.5, -2]],
    ["BFLOAT16", { dataType: DataType.BFLOAT16, int32Data: [0x3fc0, 0xc000] }, [1.5, -2]],
  ];
  it.each(typed)("%s as a list", (_, proto, expected) => {
    expect(values({ dims: [2], ...proto })).toEqual(expected);
  });

  it("bytes that do not lie on a multiple of four", () => {
    const shifted = new Uint8Array(9);
    shifted.set(bytesOf(Float32Array.of(1.5, -2)), 1);
    expect(values({ dims: [2], dataType: DataType.FLOAT, rawData: shifted.subarray(1) })).toEqual([1.5, -2]);
  });

  it("an empty tensor and a single number", () => {
    expect(values({ dims: [0], dataType: DataType.FLOAT })).toEqual([]);
    expect(values({ dataType: DataType.FLOAT, floatData: [3] })).toEqual([3]);
  });

  it("refuses what is no number, and lists of another length than the shape's", () => {
    const refused = (proto: TensorProto) => {
      try {
        tensorOf({ name: "t", ...proto });
      } catch (error) {
        return (error as ExplainError).code;
      }
      return null;
    };
    expect(refused({ dims: [1], dataType: DataType.STRING })).toBe("UNSUPPORTED_MODEL");
    expect(refused({ dims: [1] })).toBe("UNSUPPORTED_MODEL");
    expect(refused({ dims: [3], dataType: DataType.FLOAT, floatData: [1] })).toBe("TRUNCATED");
    expect(refused({ dims: [1], dataType: DataType.FLOAT, dataLocation: 1 })).toBe("EXTERNAL_DATA_REFUSED");
    expect(
      refused({
        dims: [1],
        dataType: DataType.FLOAT,
        dataLocation: 1,
        externalData: [{ value: "x" }, { key: "location", value: "w.bin" }],
      }),
    ).toBe("EXTERNAL_DATA_MISSING");
    expect([kindOfDataType(DataType.BOOL), kindOfDataType(DataType.STRING)]).toEqual(["bool", null]);
  });
});
