import { describe, expect, it } from "vitest";
import { readModelFile } from "../../runtime/index";
import { parameterCount } from "./check";
import { ZOO } from "./networks";
import { itHasZennitsRelevance } from "./zennit";

describe("VGG-16 at full size, weights in a file of their own", () => {
  const file = itHasZennitsRelevance("VGG-16", "vgg16");

  it("W1 has the published number of parameters", () => {
    expect(parameterCount(readModelFile(file, { digest: "vgg16" }))).toBe(ZOO["VGG-16"].parameters);
  });
});
