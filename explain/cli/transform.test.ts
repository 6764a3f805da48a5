import { describe, expect, it } from "vitest";
import { defaultTransform, parseTransform } from "./transform";

describe("I6 transforms", () => {
  it("keep the defaults where they say nothing, and unknown keys are ignored", () => {
    expect(parseTransform({ colour: "any" }, 224, 224)).toMatchObject(defaultTransform(224, 224));
    expect(defaultTransform(224, 224).resizeTo).toBe(256);
  });

  const wrong: [unknown, RegExp][] = [
    [null, /is not a JSON object/],
    [7, /is not a JSON object/],
    [{ resize: "crop" }, /has resize "crop"; use stretch/],
    [{ channelOrder: "GBR" }, /channelOrder other than RGB or BGR/],
    [{ mean: [0, 0] }, /needs three numbers as mean/],
    [{ std: [1, 1, 0] }, /three numbers other than 0 as std/],
    [{ scale: -1 }, /needs a positive scale/],
    [{ size: { width: 100, height: 224 } }, /gives size 100×224, but the model takes 224×224/],
    [{ resizeTo: 100 }, /resizeTo smaller than the crop/],
    [{ resizeTo: null }, /resizeTo smaller than the crop/],
  ];
  it.each(wrong)("%o is refused", (json, says) => {
    expect(() => parseTransform(json, 224, 224)).toThrow(says);
  });
});
