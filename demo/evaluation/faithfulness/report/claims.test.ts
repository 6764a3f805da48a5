import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Figures } from "../figures/all";
import type { Figure } from "../figures/figure";
import { PLOTS, reportText } from "./write";

/*
 * The words of report.md are written by hand; their numbers are filled in. This holds what the words say against the
 * committed figures: measure again, and a sentence that is no longer true fails here.
 */

const docs = (name: string) => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), "utf8");
const figures = JSON.parse(docs("faithfulness.json")) as Figures;
const method = (id: string) => [...figures.methods, ...figures.yardsticks].find((m) => m.id === id)!;
const sum = (id: string): Figure => method(id).rank.sum.drop!;
const mean = (id: string): Figure => method(id).rank.mean.drop!;
const check = (id: string) => figures.checks.find((c) => c.id === id)!;
const fill = (name: string) => figures.fills.find((f) => f.fill === name)!;
const randomised = (id: string) => figures.randomisation.find((r) => r.id === id)!.depths;
const part = (name: string) => figures.truth.parts.find((p) => p.part === name)!;
const first = (label: string) => figures.firstPlaces.find((f) => f.label === label)!.counts;

const GOOD = [
  "lrp-epsilon",
  "lrp-epsilon-gamma-box",
  "lrp-epsilon-alpha2-beta1",
  "lrp-epsilon-alpha2-beta1-flat",
  "integrated-gradients",
  "gradient-shap",
  "part-shapley-blur",
  "part-shapley-inpaint",
];
const BEST = GOOD.filter((id) => id !== "lrp-epsilon");
const BLIND = ["gradient", "smoothgrad", "guided-backprop"];

describe("the committed report", () => {
  it("is what the figures make", () => {
    expect(docs("faithfulness.md")).toBe(reportText(figures));
    for (const [name, plot] of Object.entries(PLOTS)) {
      expect(docs(`images/faithfulness-${name}.svg`)).toBe(plot(figures));
    }
  });

  it("rests on at least 64 images of all kinds", () => {
    expect(figures.meta.images).toBeGreaterThanOrEqual(64);
    for (const count of Object.values(figures.meta.strata)) expect(count).toBeGreaterThanOrEqual(3);
  });
});

describe("what the report says", () => {
  it("sums agree with the truth and means hardly do, for every method that is any good", () => {
    for (const id of GOOD) {
      expect(sum(id).low, id).toBeGreaterThan(0.4);
      expect(mean(id).mean, id).toBeLessThan(0.4);
      expect(method(id).meanLessSum!.high, id).toBeLessThan(0);
    }
    expect(mean("lrp-epsilon").mean).toBeLessThan(sum("lrp-epsilon").mean - 0.2);
    expect(Math.abs(mean("lrp-epsilon-gamma-box").mean - sum("area").mean)).toBeLessThan(0.15);
  });

  it("Body and Background cost most most often, and never or hardly ever come first under the mean of LRP-ε", () => {
    const { images } = figures.meta;
    expect(part("Body").first + part("Background").first).toBeGreaterThan(images / 2);
    const { Body, Background } = first("LRP-ε, mean") as { Body: number; Background: number };
    expect(Body + Background).toBeLessThan(images / 8);
  });

  it("per pixel, means agree better than with the drops, those of ε-γ-box clearly better than smallness alone", () => {
    for (const id of ["lrp-epsilon", "lrp-epsilon-gamma-box"]) {
      expect(method(id).rank.mean.density!.mean).toBeGreaterThan(mean(id).mean + 0.1);
    }
    const smallness = figures.truth.smallnessWithDensity!.mean;
    expect(method("lrp-epsilon-gamma-box").rank.mean.density!.mean).toBeGreaterThan(smallness + 0.1);
  });

  it("area alone is far from the good methods' sums", () => {
    for (const id of GOOD) expect(sum("area").mean).toBeLessThan(sum(id).mean - 0.2);
  });

  it("the best agree with the truth nearly as two truths agree, and cannot be told apart", () => {
    const between = figures.truth.dropWithShapley!.mean;
    for (const id of BEST) {
      expect(sum(id).mean, id).toBeGreaterThan(between - 0.15);
      for (const other of BEST) expect(sum(id).low, id).toBeLessThan(sum(other).high);
    }
  });

  it("LRP-ε is gradient × input here, the least of its family, and finds the costliest part as often", () => {
    expect(sum("gradient-x-input").mean).toBeCloseTo(sum("lrp-epsilon").mean, 1);
    const family = figures.methods.filter((m) => m.id.startsWith("lrp-"));
    expect(Math.min(...family.map((m) => sum(m.id).mean))).toBe(sum("lrp-epsilon").mean);
    const onePass = [...family, method("grad-cam")].map((m) => sum(m.id).mean);
    expect(sum("lrp-epsilon-gamma-box").mean).toBeGreaterThan(Math.max(...onePass) - 0.03);
    const firstRight = (id: string) => method(id).rank.sum.first!.mean;
    expect(firstRight("lrp-epsilon")).toBeGreaterThan(firstRight("lrp-epsilon-gamma-box") - 0.06);
  });

  it("sensitivity maps are no better than chance; Grad-CAM and occlusion are in between, Grad-CAM sees too much background", () => {
    for (const id of BLIND) expect(sum(id).mean, id).toBeLessThan(Math.max(0.2, sum("random").high));
    for (const id of ["grad-cam", "occlusion"]) {
      expect(sum(id).mean, id).toBeLessThan(sum("lrp-epsilon").mean);
      expect(sum(id).low, id).toBeGreaterThan(0);
    }
    expect(first("Grad-CAM, sum").Background).toBeGreaterThan(1.5 * first("truth").Background!);
  });

  it("signs are mostly right, and mostly positive", () => {
    const sign = (id: string) => method(id).rank.sum.sign!.mean;
    expect(sign("lrp-epsilon-gamma-box")).toBeGreaterThan(sign("lrp-epsilon"));
    expect(sign("lrp-epsilon")).toBeGreaterThan(0.75);
    expect(sign("area")).toBeGreaterThan(0.75);
  });

  it("fills agree with the truth, inpainting best", () => {
    for (const name of ["blur", "mean", "inpaint"]) expect(fill(name).rho!.mean, name).toBeGreaterThan(0.8);
    expect(fill("inpaint").rho!.mean).toBeGreaterThanOrEqual(fill("blur").rho!.mean);
    expect(fill("blur").rho!.mean).toBeGreaterThanOrEqual(fill("mean").rho!.mean);
    expect(fill("blur").sign!.mean).toBeGreaterThan(0.9);
  });

  it("the check tells good methods from bad ones, and warns of bad images; it flatters LRP-ε a little", () => {
    for (const c of figures.checks) expect(Math.abs(c.shown!.mean - c.truth!.mean), c.id).toBeLessThan(0.13);
    for (const id of ["lrp-epsilon sum", "lrp-epsilon per-sign mean"]) {
      const { goodWherePassed, goodWhereFailed } = check(id);
      expect(goodWherePassed!.mean, id).toBeGreaterThan(goodWhereFailed!.mean + 0.3);
      expect(goodWherePassed!.mean, id).toBeGreaterThan(0.5);
      expect(goodWhereFailed!.mean, id).toBeLessThan(0.25);
    }
    const { shown, truth } = check("lrp-epsilon sum");
    expect(shown!.mean).toBeGreaterThan(truth!.mean);
    expect(shown!.mean - truth!.mean).toBeLessThan(0.15);
  });

  it("LRP-ε contrasts two breeds as well as any, what drops negative evidence worse", () => {
    const ts = (id: string) => method(id).funnyBirds.sum.ts!.mean;
    const others = figures.methods.map((m) => ts(m.id));
    expect(ts("lrp-epsilon")).toBeGreaterThan(Math.max(...others) - 0.03);
    expect(ts("lrp-epsilon-plus")).toBeLessThan(ts("lrp-epsilon") - 0.1);
    expect(ts("grad-cam")).toBeLessThan(0.7);
  });

  it("guided backprop survives randomisation and Grad-CAM's part sums do; others lose their signs at once", () => {
    const top = (id: string) => randomised(id)[0]!.likeness;
    expect(top("guided-backprop").spearman!.mean).toBeGreaterThan(0.9);
    const others = figures.randomisation.filter(
      (r) => !["guided-backprop", "part-shapley-blur"].includes(r.id),
    );
    for (const { id } of others) expect(Math.abs(top(id).spearman!.mean), id).toBeLessThan(0.2);
    for (const id of ["gradient", "lrp-epsilon"]) expect(top(id).absolute!.mean, id).toBeGreaterThan(0.5);
    expect(randomised("grad-cam").at(-1)!.likeness.parts!.mean).toBeGreaterThan(0.7);
    expect(sum("smoothgrad").mean).toBeLessThan(0.2);
  });

  it("the network leans on the chair", () => {
    expect(part("Background").withChair!.low).toBeGreaterThan(part("Background").drop!.high);
    const { withChair, withoutChair } = figures.truth.backgroundIndependence;
    expect(withChair!.mean).toBeLessThan(withoutChair!.mean);
  });
});
