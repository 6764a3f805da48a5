import { expect, test } from "vitest";
import { parseDescription } from "./description";

test("a list is a list, with or without ids", () => {
  expect(parseDescription("n01440764 tench\nn01443537 goldfish\n")).toEqual({
    classNames: ["tench", "goldfish"],
  });
  expect(parseDescription('["a", "b"]')).toEqual({ classNames: ["a", "b"] });
});

test("what the export writes beside a network tells all of it", () => {
  const transform = {
    size: { width: 224, height: 224 },
    resize: "shorter-side",
    resizeTo: 256,
    scale: 1 / 255,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    channelOrder: "RGB",
  };
  const card = { name: "vgg16 (random)", kind: "classifier", classNames: ["x"], transform, sha256: "…" };
  expect(parseDescription(JSON.stringify(card))).toEqual({
    name: "vgg16 (random)",
    kind: "classifier",
    classNames: ["x"],
    transform,
  });
});

test("what is damaged is left to be asked, and no list at all is refused", () => {
  const card = { kind: "both", classNames: ["x"], transform: { resize: "somehow" } };
  expect(parseDescription(JSON.stringify(card))).toEqual({ classNames: ["x"] });
  expect(() => parseDescription("{}")).toThrow();
});
