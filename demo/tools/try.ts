import sharp from "sharp";
import { lookAt } from "/work/main/demo/generator/camera.ts";
import { CAT_BREEDS, sampleCat } from "/work/main/demo/generator/cats.ts";
import { buildQuadruped } from "/work/main/demo/generator/quadruped.ts";
import { renderScene } from "/work/main/demo/generator/render.ts";
import { createRng } from "/work/main/demo/generator/rng.ts";
import { euler, normalize } from "/work/main/demo/generator/vec.ts";

const S = Number(process.argv[2] ?? 224);
const tiles: any[] = [];
let T = 0,
  n = 0;
for (let i = 0; i < 15; i++) {
  const rng = createRng(100 + i);
  const breed = CAT_BREEDS[i % 5]!;
  const posture = (["sit", "stand", "lie"] as const)[Math.floor(i / 5)]!;
  const cat = buildQuadruped(
    0,
    0,
    { o: [0, 0, 0], m: euler(rng.range(-0.8, 0.8), 0, 0), s: 1 },
    sampleCat(breed, rng),
    {
      posture,
      headYaw: rng.range(-0.5, 0.5),
      headPitch: rng.range(-0.1, 0.1),
      headRoll: rng.range(-0.1, 0.1),
      gaze: [0, 0],
      tailSide: rng.sign(),
      tailLift: rng.next(),
    },
  );
  const h = cat.headFrame.o;
  const close = i % 2;
  const cam = lookAt(
    [0, close ? 0.9 : 1.0, close ? 2.2 : 3.2],
    close ? [h[0], h[1] * 0.9, h[2]] : [0, 0.45, 0],
    0.5,
    0.03,
  );
  const scene = {
    seed: i,
    camera: cam,
    light: {
      key: normalize([-0.6, 0.9, 0.7]),
      keyColour: [2.2, 2.0, 1.8],
      sky: [0.55, 0.6, 0.7],
      ground: [0.3, 0.25, 0.2],
      softness: 0.25,
      exposure: 0.8,
    },
    backdrop: {
      floor: {
        kind: (["wood", "carpet", "tiles", "grass", "cloth"] as const)[i % 5],
        a: i % 5 == 3 ? [0.1, 0.25, 0.03] : [0.35, 0.2, 0.1],
        b: i % 5 == 3 ? [0.25, 0.4, 0.08] : [0.5, 0.33, 0.2],
        scale: 1,
        turn: 0.4,
      },
      wall:
        i % 5 == 3
          ? null
          : {
              kind: (["paint", "brick", "paper"] as const)[i % 3],
              a: [0.5, 0.55, 0.5],
              b: [0.6, 0.4, 0.3],
              z: -1.6,
              skirting: [0.7, 0.7, 0.7],
              window: i % 2 ? 0.7 : 0,
            },
      sky: { zenith: [0.4, 0.6, 0.9], horizon: [0.9, 0.9, 0.85], trees: [0.1, 0.25, 0.06], treeLine: 0.15 },
      shift: i * 3.3,
    },
    actors: [cat],
    subject: 0,
  } as any;
  const t = performance.now();
  const r = renderScene(scene, S, S);
  T += performance.now() - t;
  n++;
  tiles.push({
    input: await sharp(r.rgb, { raw: { width: S, height: S, channels: 3 } })
      .png()
      .toBuffer(),
    left: (i % 5) * S,
    top: Math.floor(i / 5) * S,
  });
}
console.log("ms/img", T / n);
await sharp({ create: { width: 5 * S, height: 3 * S, channels: 3, background: "#000" } })
  .composite(tiles)
  .png()
  .toFile("/tmp/sheet.png");
