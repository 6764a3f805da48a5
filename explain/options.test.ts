import { describe, expect, it } from "vitest";
import { compile } from "./compile";
import type { ExplainError } from "./errors";
import { readModel } from "./onnx/read";
import type { CompileOptions } from "./options";
import { resolveSettings } from "./runtime/methods/index";
import type { Fill } from "./runtime/methods/types";
import { SMALL_NETS } from "./testing/small-nets";

const model = readModel(SMALL_NETS.vgg());

function refused(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect((error as ExplainError).code).toBe("BAD_OPTION");
    return (error as ExplainError).message;
  }
  throw new Error("it was accepted");
}

describe("O1 options that cannot be are refused by name", () => {
  const compiling: [CompileOptions, RegExp][] = [
    [{ first: "best" as never }, /Unknown rule "best"; choose one of epsilon/],
    [{ gamma: -1 }, /gamma must be a number of at least 0, not -1/],
    [{ gamma: Number.NaN }, /gamma must be/],
    [{ epsilon: 0 }, /epsilon must be a positive number/],
    [{ stabilizer: Number.POSITIVE_INFINITY }, /stabilizer must be/],
    [{ low: [0] }, /low needs one value for each of the 3 channels, got 1/],
    [{ high: [0, 1, 2, 3] }, /high needs one value/],
  ];
  it.each(compiling)("%o", (options, says) => {
    expect(refused(() => compile(model, options))).toMatch(says);
  });

  it("of the methods of many passes", () => {
    const settings = (options: Parameters<typeof resolveSettings>[1]) =>
      refused(() => resolveSettings("smoothgrad", options, [3, 12, 12]));
    expect(settings({ steps: 0 })).toMatch(/steps must be a whole number above 0, not 0/);
    expect(settings({ window: 1.5 })).toMatch(/window must be/);
    expect(settings({ fill: "gold" as Fill })).toMatch(/Unknown fill "gold"; choose one of/);
    expect(settings({ baseline: new Float32Array(7) })).toMatch(
      /baseline holds 7 numbers; one image has 432/,
    );
    const baseline = new Float32Array(432);
    expect(resolveSettings("gradient-shap", { baseline }, [3, 12, 12])).toMatchObject({
      noise: 0.09,
      baseline,
    });
  });
});
