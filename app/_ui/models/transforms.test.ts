import { describe, expect, it } from "vitest";
import { inputTransformSchema } from "@/core/domain/spaces";
import { parseClassList, parseTriple, TRANSFORMS } from "./transforms";

describe("what people type about a network", () => {
  it("offers only transforms the server takes", () => {
    for (const { transform } of Object.values(TRANSFORMS))
      expect(inputTransformSchema.parse(transform)).toEqual(transform);
  });

  it.each([
    ["0.5, 0.4 0.3", [0.5, 0.4, 0.3]],
    ["1", [1, 1, 1]],
    ["1 2", null],
    ["a b c", null],
    ["", null],
  ])("reads the triple %j", (text, expected) => expect(parseTriple(text)).toEqual(expected));

  it("reads class lists", () => {
    expect(parseClassList("cat\r\ndog\n")).toEqual(["cat", "dog"]);
    expect(parseClassList("n02123045 tabby, tabby cat\nn02123159 tiger cat")).toEqual([
      "tabby, tabby cat",
      "tiger cat",
    ]);
    expect(parseClassList('["a", "b"]')).toEqual(["a", "b"]);
  });
});
