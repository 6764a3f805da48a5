import { describe, expect, it } from "vitest";
import { CAT_PARTS } from "./actor";
import { focalPixels } from "./camera";
import { DEMO_CLASSES, type DemoClass } from "./classes";
import { composeScene, type SceneSpec } from "./compose";
import { type Rendered, renderScene } from "./render";
import { withoutPart } from "./scene";
import { truthOf } from "./truth";

const SIZE = 112;
const spec = (seed: number, main: DemoClass, beside: SceneSpec["beside"] = []): SceneSpec => ({
  seed,
  main,
  beside,
  share: 0.3,
});
const render = (s: SceneSpec, size = SIZE) => renderScene(composeScene(s).scene, size, size);

/** Pixels within `radius` (in both axes) of a marked one. */
function grow(mask: Uint8Array, size: number, radius: number): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const x = i % size;
    const y = (i - x) / size;
    for (let v = Math.max(0, y - radius); v <= Math.min(size - 1, y + radius); v++) {
      out.fill(1, v * size + Math.max(0, x - radius), v * size + Math.min(size - 1, x + radius) + 1);
    }
  }
  return out;
}

function centreX(r: Rendered, part: number): number {
  let sum = 0;
  let n = 0;
  r.labels.forEach((label, i) => {
    if (label !== part) return;
    sum += i % r.width;
    n++;
  });
  return sum / n;
}

describe("rendering", () => {
  it("gives the same pixels for the same seed, and others for another", () => {
    const a = render(spec(11, "tabby cat", ["pumpkin"]));
    const b = render(spec(11, "tabby cat", ["pumpkin"]));
    const c = render(spec(12, "tabby cat", ["pumpkin"]));
    expect(Buffer.from(a.rgb).equals(Buffer.from(b.rgb))).toBe(true);
    expect(Buffer.from(a.labels).equals(Buffer.from(b.labels))).toBe(true);
    expect(Buffer.from(a.rgb).equals(Buffer.from(c.rgb))).toBe(false);
  });

  it("renders every class, each pixel owned by exactly one part of the subject", () => {
    for (const [i, main] of DEMO_CLASSES.entries()) {
      const composed = composeScene(spec(40 + i, main));
      const { scene } = composed;
      const rendered = renderScene(scene, SIZE, SIZE);
      const parts = scene.actors[scene.subject]!.parts;
      const truth = truthOf(composed, rendered);
      expect(truth.parts.reduce((sum, p) => sum + p.pixels, 0)).toBe(SIZE * SIZE);
      rendered.labels.forEach((label, p) => {
        const own = rendered.actors[p] === scene.subject + 1;
        if (own !== label < parts.length - 1)
          throw new Error(`${main}: pixel ${p} has label ${label}, actor ${rendered.actors[p]}`);
      });
      expect(truth.parts[parts.length - 1]!.pixels, main).toBeLessThan(SIZE * SIZE * 0.985);
    }
  });

  it("labels the cat even when something else is the topic", () => {
    const { scene } = composeScene(spec(3, "pumpkin", ["ginger cat"]));
    expect(scene.actors[scene.subject]!.className).toBe("ginger cat");
    expect(scene.actors[scene.subject]!.parts).toBe(CAT_PARTS);
  });
});

describe("left and right are the animal's own", () => {
  it("shows the left eye on the right of the picture when the animal faces the camera", () => {
    let checked = 0;
    for (let seed = 0; seed < 14; seed++) {
      const composed = composeScene(spec(seed, "Siamese cat"));
      if (Math.abs(composed.pose.headYaw) > 0.35) continue;
      const r = renderScene(composed.scene, SIZE, SIZE);
      const truth = truthOf(composed, r);
      if (!truth.parts[0]!.visible || !truth.parts[1]!.visible) continue;
      checked++;
      expect(centreX(r, 0)).toBeGreaterThan(centreX(r, 1));
      expect(centreX(r, 2)).toBeGreaterThan(centreX(r, 3));
    }
    expect(checked).toBeGreaterThanOrEqual(4);
  });

  it("hides the eye on the side the head turns to", () => {
    let checked = 0;
    for (let seed = 0; seed < 40 && checked < 4; seed++) {
      const composed = composeScene(spec(seed, "ginger cat"));
      const { headYaw } = composed.pose;
      if (Math.abs(headYaw) < 0.9) continue;
      const { parts } = truthOf(composed, renderScene(composed.scene, SIZE, SIZE));
      const [near, far] = headYaw > 0 ? [parts[1]!, parts[0]!] : [parts[0]!, parts[1]!];
      checked++;
      expect(far.pixels).toBeLessThan(near.pixels);
    }
    expect(checked).toBeGreaterThanOrEqual(3);
  });
});

describe("taking a part away", () => {
  const scenes = [spec(21, "tabby cat", ["teapot"]), spec(22, "Persian cat"), spec(8, "robin")];

  it("changes only what the part, its shadow or its hairs touched", () => {
    for (const s of scenes) {
      const { scene } = composeScene(s);
      const whole = renderScene(scene, SIZE, SIZE);
      const parts = scene.actors[scene.subject]!.parts;
      for (let part = 0; part < parts.length; part++) {
        if (parts[part] === "Body" || parts[part] === "Background" || !whole.labels.includes(part)) continue;
        const without = renderScene(withoutPart(scene, part), SIZE, SIZE);
        expect(without.labels.includes(part)).toBe(false);
        const touched = new Uint8Array(SIZE * SIZE);
        for (let i = 0; i < touched.length; i++) {
          const moved = whole.labels[i] === part || whole.labels[i] !== without.labels[i];
          if (moved || Math.abs(whole.light[i]! - without.light[i]!) > 1e-4) touched[i] = 1;
        }
        // Seams and contact shading reach a little further than that, hairs as far as they are long.
        const strand = Math.max(...scene.actors[scene.subject]!.prims.map((q) => q.spec.surface.strand));
        const reach = (1.4 * strand * focalPixels(scene.camera, SIZE, SIZE)) / (scene.camera.focus * 0.8);
        const allowed = grow(touched, SIZE, Math.ceil(reach) + 3);
        let outside = 0;
        let inside = 0;
        for (let i = 0; i < touched.length; i++) {
          let change = 0;
          for (let c = 0; c < 3; c++)
            change = Math.max(change, Math.abs(whole.rgb[3 * i + c]! - without.rgb[3 * i + c]!));
          if (change > 4) {
            if (allowed[i]) inside++;
            else outside++;
          }
        }
        expect(outside, `${s.main} without ${parts[part]}`).toBe(0);
        expect(inside).toBeGreaterThan(0);
      }
    }
  });

  it("leaves only the subject in a grey studio without the background", () => {
    const { scene } = composeScene(spec(21, "tabby cat", ["teapot"]));
    const background = CAT_PARTS.length - 1;
    const r = renderScene(withoutPart(scene, background), SIZE, SIZE);
    expect(new Set(r.actors)).toEqual(new Set([0, 1]));
    expect(r.labels.includes(CAT_PARTS.indexOf("Body"))).toBe(true);
  });

  it("refuses a part that does not exist", () => {
    const { scene } = composeScene(spec(1, "ball"));
    expect(() => withoutPart(scene, 7)).toThrow(RangeError);
  });
});
