import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { METHODS } from "../options";
import { normalArray } from "../random";
import { createExplainer } from "../runtime/index";
import { ModelBuilder } from "../testing/model-builder";
import { relativeL2 } from "../testing/run";
import { SMALL_NETS } from "../testing/small-nets";
import { runCommand } from "./command";
import { explain } from "./explain-command";
import { models } from "./models-command";
import { formatNpy, parseNpy } from "./npy";

const folder = mkdtempSync(path.join(tmpdir(), "explain-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => path.join(folder, name);
const put = (name: string, content: Uint8Array | string) => {
  writeFileSync(at(name), content);
  return at(name);
};

const SIZE = 3 * 12 * 12;
const images = normalArray(2 * SIZE, 3);
const model = put("net.onnx", SMALL_NETS.vgg());
const raw = put("x.npy", formatNpy({ shape: [1, 3, 12, 12], data: images.subarray(0, SIZE) }));
const two = put("two.npy", formatNpy({ shape: [2, 3, 12, 12], data: images }));
const pixels = Uint8Array.from({ length: 20 * 16 * 3 }, (_, i) => (i * 37) % 256);
const photo = at("photo.png");
await sharp(pixels, { raw: { width: 20, height: 16, channels: 3 } })
  .png()
  .toFile(photo);
const quarters = Uint8Array.from({ length: 144 }, (_, i) =>
  i === 0 ? 255 : 2 * Number(i > 71) + Number(i % 12 > 5),
);
const parts = at("parts.png");
await sharp(quarters, { raw: { width: 12, height: 12, channels: 1 } })
  .png()
  .toFile(parts);

let out = "";
let err = "";
vi.spyOn(process.stdout, "write").mockImplementation((text) => {
  out += text;
  return true;
});
vi.spyOn(process.stderr, "write").mockImplementation((text) => {
  err += text;
  return true;
});
beforeEach(() => {
  out = "";
  err = "";
});

const run = (...args: string[]) => runCommand(() => explain(args));
const inspect = (...args: string[]) => runCommand(() => models(args));

describe("I1 what the command line prints and writes", () => {
  it("--json has the shape of the documentation, and the figures of the library", async () => {
    expect(await run(model, raw, "--raw", "--json", "--out", at("r/R.npy"))).toBe(0);
    const report = JSON.parse(out);
    expect(Object.keys(report).sort()).toEqual(
      ["balance", "classes", "conservation", "relevanceSum", "score", "target", "timings"].sort(),
    );
    expect(report.classes).toHaveLength(5);
    expect(report.classes[0]).toEqual({
      index: report.target,
      name: `class ${report.target}`,
      score: report.score,
    });
    expect(Object.keys(report.timings)).toEqual(["compileMs", "sessionMs", "runMs"]);
    const { shape, data } = parseNpy(readFileSync(at("r/R.npy")));
    expect(shape).toEqual([1, 3, 12, 12]);
    const explainer = await createExplainer(model);
    const { relevance } = await explainer.explain(images.slice(0, SIZE), [report.target]);
    await explainer.dispose();
    expect(relativeL2(data, relevance)).toBeLessThan(1e-5);
    expect(report.relevanceSum).toBeCloseTo(
      relevance.reduce((sum, r) => sum + r, 0),
      4,
    );
    expect(err).toBe("");
  });

  it("several images make an array; --target is one class for all", async () => {
    expect(await run(model, two, "--raw", "--json", "--target", "4")).toBe(0);
    expect(JSON.parse(out).map((r: { target: number }) => r.target)).toEqual([4, 4]);
  });

  it("one image may leave the batch axis out", async () => {
    const flat = put("flat.npy", formatNpy({ shape: [3, 12, 12], data: images.subarray(0, SIZE) }));
    expect(await run(model, flat, "--raw", "--json", "--target", "4")).toBe(0);
    expect(JSON.parse(out).target).toBe(4);
  });

  it("a photograph, parts, names, a heat map and the graph", async () => {
    const names = put("names.txt", Array.from({ length: 10 }, (_, i) => `kind ${i}`).join("\n"));
    const args = ["--parts", parts, "--labels", names, "--heatmap", at("h.png"), "--graph", at("g/g.onnx")];
    expect(
      await run(model, photo, ...args, "--json", "--composite", "epsilon-plus", "--epsilon", "0.01"),
    ).toBe(0);
    const report = JSON.parse(out);
    expect(report.parts.map((p: { index: number }) => p.index)).toEqual([0, 1, 2, 3]);
    expect(report.classes[0].name).toBe(`kind ${report.target}`);
    const { width, height, channels } = await sharp(at("h.png")).metadata();
    expect([width, height, channels]).toEqual([12, 12, 3]);
    expect(await inspect("inspect", at("g/g.onnx"))).toBe(0);
  });

  it("people read lines, with parts where there are some", async () => {
    expect(await run(model, raw, "--raw", "--parts", parts)).toBe(0);
    expect(out).toMatch(/^> .*class \d+$/m);
    expect(out).toMatch(/^conservation -?[\d.]+ %, balance [\d.]+$/m);
    expect(out).toMatch(/^part 3: -?[\d.]+ % \(36 pixels\)$/m);
  });

  it("methods of many passes tell what they know besides", async () => {
    expect(await run(model, raw, "--raw", "--json", "--method", "integrated-gradients", "--steps", "8")).toBe(
      0,
    );
    expect(JSON.parse(out).completeness).toBeTypeOf("number");
    out = "";
    const shapley = ["--method", "part-shapley", "--parts", parts, "--fill", "mean"];
    expect(await run(model, raw, "--raw", "--json", ...shapley)).toBe(0);
    expect(JSON.parse(out).shapley).toHaveLength(4);
  });

  it.each(["stretch", "longer-side-pad", "shorter-side"])("a transform may ask for %s", async (resize) => {
    const transform = { resize, resizeTo: 12, channelOrder: "BGR", mean: [0, 0, 0], std: [1, 1, 1] };
    const file = put(`${resize}.json`, JSON.stringify(transform));
    expect(await run(model, photo, "--json", "--transform", file)).toBe(0);
    expect(Number.isFinite(JSON.parse(out).score)).toBe(true);
  });

  it("--help tells every method", async () => {
    expect(await run("--help")).toBe(0);
    for (const method of METHODS) expect(out).toContain(method);
  });

  it("a model of one axis is explained from raw input", async () => {
    const b = new ModelBuilder(2);
    const file = put("line.onnx", b.build(b.gemm(b.flatten(b.conv(b.input(["N", 2, 8]), 3), 18), 4)));
    const line = put("line.npy", formatNpy({ shape: [1, 2, 8], data: normalArray(16, 1) }));
    expect(await run(file, line, "--raw", "--json")).toBe(0);
    expect(Number.isFinite(JSON.parse(out).relevanceSum)).toBe(true);
    expect(await run(file, line)).toBe(1);
    expect(err).toMatch(/no images; use --raw/);
  });

  it("an open input shape is given", async () => {
    const b = new ModelBuilder(2);
    const open = b.input(["N", 3, "H", "W"]);
    const file = put("open.onnx", b.build(b.gemm(b.flatten(b.globalAverage(b.conv(open, 4)), 4), 3)));
    expect(await run(file, raw, "--raw")).toBe(1);
    expect(err).toMatch(/open shape \[\?,3,\?,\?\]; give the input shape/);
    expect(await run(file, raw, "--raw", "--json", "--input-shape", "1,3,12,12")).toBe(0);
    out = "";
    expect(await inspect("inspect", file, "--input-shape", "1,3,12,12", "--json")).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ explainable: true, classCount: 3, inputShape: [1, 3, 12, 12] });
  });
});

describe("I2 mistakes are one line on standard error and an exit code", () => {
  const gray = new ModelBuilder(3);
  const grayModel = gray.build(gray.gemm(gray.flatten(gray.conv(gray.input(["N", 1, 12, 12]), 2), 200), 3));
  const cases: [string, number, RegExp, () => string[]][] = [
    ["nothing", 2, /A model and one input are needed\./, () => []],
    ["too much", 2, /A model and one input are needed\./, () => [model, raw, "more"]],
    ["an unknown option", 2, /Unknown option '--tarket'/, () => [model, raw, "--tarket", "1"]],
    [
      "a number that is none",
      2,
      /--epsilon needs a number, not "much"/,
      () => [model, raw, "--epsilon", "much"],
    ],
    ["an empty number", 2, /--steps needs a number, not ""/, () => [model, raw, "--steps", ""]],
    [
      "a composite there is not",
      2,
      /Unknown composite "rainbow"/,
      () => [model, raw, "--raw", "--composite", "rainbow"],
    ],
    ["a method there is not", 2, /Unknown method "guess"/, () => [model, raw, "--raw", "--method", "guess"]],
    [
      "a negative epsilon",
      2,
      /epsilon must be a positive number, not -1/,
      () => [model, raw, "--raw", "--epsilon=-1"],
    ],
    ["no model", 1, /gone\.onnx does not exist/, () => [at("gone.onnx"), raw, "--raw"]],
    ["a folder for a model", 1, /is a folder/, () => [folder, raw, "--raw"]],
    ["no input", 1, /The input .*gone\.npy cannot be read/, () => [model, at("gone.npy"), "--raw"]],
    ["no image", 1, /cannot be read: .*add --raw/, () => [model, raw]],
    [
      "a class there is not",
      1,
      /Target class 10 is not one of the model's 10 classes/,
      () => [model, raw, "--raw", "--target", "10"],
    ],
    ["half a class", 1, /Target class 3\.5 is not one/, () => [model, raw, "--raw", "--target", "3.5"]],
    [
      "input of another shape",
      1,
      /The input has shape \[2,216\]; the model takes \[N,3,12,12\]/,
      () => [model, put("s.npy", formatNpy({ shape: [2, 216], data: new Float32Array(432) })), "--raw"],
    ],
    ["no array", 1, /is not a NumPy array/, () => [model, photo, "--raw"]],
    [
      "parts of another size",
      1,
      /The label map is 20×16; .* 12×12/,
      () => [model, raw, "--raw", "--parts", photo],
    ],
    ["no parts", 1, /The label map .* cannot be read/, () => [model, raw, "--raw", "--parts", raw]],
    [
      "no class names",
      1,
      /The class names .* cannot be read/,
      () => [model, raw, "--raw", "--labels", at("no.txt")],
    ],
    ["Shapley values without parts", 1, /part/, () => [model, raw, "--raw", "--method", "part-shapley"]],
    [
      "a picture for a model of one channel",
      1,
      /takes 1 channels, an image has 3/,
      () => [put("gray.onnx", grayModel), photo],
    ],
    ["a transform that is no JSON", 2, /is not readable JSON/, () => [model, photo, "--transform", raw]],
    [
      "a layer there is not",
      2,
      /no feature map "attic"/,
      () => [model, raw, "--raw", "--method", "grad-cam", "--layer", "attic"],
    ],
    ["scores there are not", 1, /Value "attic" holds/, () => [model, raw, "--raw", "--logits", "attic"]],
  ];
  it.each(cases)("%s", async (_, code, says, args) => {
    expect(await run(...args())).toBe(code);
    expect(err).toMatch(says);
    expect(err.trimEnd()).not.toContain("\n");
    expect(out).toBe("");
  });

  it("what is thrown that nobody foresaw is one line too", async () => {
    const throwing = (thrown: unknown) => runCommand(() => Promise.reject(thrown));
    expect(await throwing(new Error("first\nsecond"))).toBe(1);
    expect(await throwing("bare")).toBe(1);
    expect(err).toBe("first\nbare\n");
  });

  it("a cancelled run ends with 130 and leaves nothing behind", async () => {
    const stop = new AbortController();
    const ended = runCommand(() => explain([model, two, "--raw", "--out", at("never.npy")], stop.signal));
    stop.abort();
    expect(await ended).toBe(130);
    expect(err).toBe("The run was cancelled.\n");
    expect(existsSync(at("never.npy"))).toBe(false);
  });
});

describe("I3 models inspect", () => {
  it("tells layers and rules to people", async () => {
    expect(await inspect("inspect", model, "--composite", "epsilon-gamma-box")).toBe(0);
    expect(out).toMatch(/^input {2}image \[1, 3, 12, 12\]$/m);
    expect(out).toMatch(/^ {2}conv_\d+ +Conv +zbox$/m);
    expect(out).toMatch(/^ {2}conv_\d+ +Conv +gamma$/m);
    expect(out).toMatch(/^explainable: yes, 10 classes$/m);
  });

  it("tells what stands in the way", async () => {
    const b = new ModelBuilder(1);
    const strange = put("strange.onnx", b.build(b.op("Mish", [b.input(["N", 3, "H", 4])]), ["N", "K"]));
    expect(await inspect("inspect", strange, "--input-shape", "1,3,4,4")).toBe(0);
    expect(out).toMatch(/^unsupported: mish_0 \(Mish\): no rule/m);
    expect(out).toMatch(/^explainable: no$/m);
    out = "";
    expect(await inspect("inspect", strange)).toBe(0);
    expect(out).toMatch(/^explainable: no\. Input "image" has an open shape/m);
  });

  it("says how it is called", async () => {
    expect(await inspect("--help")).toBe(0);
    expect(out).toContain("models inspect MODEL");
    expect([await inspect(), await inspect("paint"), await inspect("inspect")]).toEqual([2, 2, 2]);
    expect(err).toMatch(
      /^A sub-command is needed\. .*\nThere is no sub-command "paint"\. .*\nOne model is needed\. /,
    );
  });
});

describe("I4 as programs", () => {
  const start = (script: string, ...args: string[]) => {
    const file = path.join(import.meta.dirname, `${script}.ts`);
    const child = spawn(process.execPath, ["--import", "tsx", file, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { out: "", err: "" };
    child.stdout.on("data", (data) => {
      said.out += data;
    });
    child.stderr.on("data", (data) => {
      said.err += data;
    });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    return { child, said, ended };
  };

  it("explain prints JSON and nothing else; models says what was wrong", async () => {
    const [good, bad] = [
      start("explain", model, raw, "--raw", "--json"),
      start("models", "inspect", at("gone.onnx")),
    ];
    expect(await good.ended).toBe(0);
    expect(JSON.parse(good.said.out).classes).toHaveLength(5);
    expect(good.said.err).toBe("");
    expect(await bad.ended).toBe(1);
    expect(bad.said.err).toMatch(/^The model file .* does not exist\.\n$/);
  });

  it("an interrupt ends it with 130", async () => {
    const many = put("many.npy", formatNpy({ shape: [400, 3, 12, 12], data: normalArray(400 * SIZE, 1) }));
    const { child, said, ended } = start(
      "explain",
      model,
      many,
      "--raw",
      "--method",
      "smoothgrad",
      "--steps",
      "400",
      "--graph",
      at("begun.onnx"),
    );
    while (!existsSync(at("begun.onnx"))) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(said.err).toBe("The run was cancelled.\n");
  });
});
