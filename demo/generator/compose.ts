import { type Actor, CAT_PARTS } from "./actor";
import { NATURAL_SIZE, type OtherQuadruped, sampleQuadruped } from "./animals";
import { type BirdSpecies, buildBird, sampleBird } from "./birds";
import { lookAt } from "./camera";
import { type CatBreed, sampleCat } from "./cats";
import { type DemoClass, isCat, isThing } from "./classes";
import { clamp } from "./noise";
import { buildQuadruped, type Posture } from "./quadruped";
import { createRng, mix, type Rng } from "./rng";
import type { Scene } from "./scene";
import { sampleSurroundings } from "./surroundings";
import { buildThing, type Furniture, type Thing } from "./things";
import { add, euler, type Frame, mixVec, scale, sub, type Vec3 } from "./vec";

/** All that is needed to make a picture again. */
export interface SceneSpec {
  seed: number;
  /** What the picture is of. */
  main: DemoClass;
  /** What stands around it, nearest first. */
  beside: readonly (DemoClass | Furniture)[];
  /** How much the camera favours what stands beside: 0 the main thing fills the picture, 1 both share it. */
  share: number;
}

export interface SubjectPose {
  posture: Posture | "perch" | "still";
  /** Head turn relative to the line to the camera, radians: positive turns to the animal's left, hiding its left eye. */
  headYaw: number;
  headPitch: number;
  headRoll: number;
}

export interface ComposedScene {
  scene: Scene;
  pose: SubjectPose;
}

interface Placed {
  actor: Actor & { headFrame: Frame };
  pose: SubjectPose;
}

const GROUPS_PER_ACTOR = 16;

/** Stands an animal or thing at `at`, turned by its own choice. */
function place(name: DemoClass | Furniture, index: number, at: Vec3, rng: Rng): Placed {
  const group = index * GROUPS_PER_ACTOR;
  const still: SubjectPose = { posture: "still", headYaw: 0, headPitch: 0, headRoll: 0 };
  if (name === "robin" || name === "parrot") return placeBird(name, index, group, at, rng);
  if (isCat(name) || name in NATURAL_SIZE)
    return placeQuadruped(name as CatBreed | OtherQuadruped, index, group, at, rng);
  const yaw = name === "tartan armchair" ? rng.range(-0.2, 0.2) : rng.range(-1.2, 1.2);
  const size = name === "tartan armchair" ? rng.range(1, 1.15) : rng.range(0.85, 1.25);
  const actor = buildThing(
    index,
    group,
    { o: at, m: euler(yaw, 0, 0), s: size },
    name as Thing | Furniture,
    rng,
  );
  return { actor, pose: still };
}

function placeQuadruped(
  name: CatBreed | OtherQuadruped,
  index: number,
  group: number,
  at: Vec3,
  rng: Rng,
): Placed {
  const spec = isCat(name) ? sampleCat(name as CatBreed, rng) : sampleQuadruped(name as OtherQuadruped, rng);
  const size = isCat(name) ? 1 : NATURAL_SIZE[name as OtherQuadruped];
  const posture = rng.pick<Posture>(["sit", "sit", "stand", "lie"]);
  const bodyYaw = clamp(rng.normal() * 0.6, -1.3, 1.3);
  // One in four looks well away from the camera; the rest look roughly at it.
  const away = rng.chance(0.25);
  const headYawWorld = away ? rng.sign() * rng.range(0.55, 1.25) : clamp(rng.normal() * 0.28, -0.6, 0.6);
  const headYaw = clamp(headYawWorld - bodyYaw, -1.15, 1.15);
  const headPitch = clamp(rng.normal() * 0.12, -0.3, 0.25);
  const headRoll = clamp(rng.normal() * 0.1, -0.25, 0.25);
  const root: Frame = { o: at, m: euler(bodyYaw, 0, 0), s: size * rng.range(0.93, 1.07) };
  const actor = buildQuadruped(index, group, root, spec, {
    posture,
    headYaw,
    headPitch,
    headRoll,
    gaze: [clamp(-(bodyYaw + headYaw) * 0.35, -0.3, 0.3), rng.range(-0.05, 0.1)],
    tailSide: rng.sign(),
    tailLift: rng.next(),
  });
  return { actor, pose: { posture, headYaw: bodyYaw + headYaw, headPitch, headRoll } };
}

function placeBird(name: BirdSpecies, index: number, group: number, at: Vec3, rng: Rng): Placed {
  const bodyYaw = rng.sign() * rng.range(0.1, 1.4);
  const headYaw = clamp(rng.normal() * 0.4 - bodyYaw * 0.3, -1, 1);
  const headPitch = rng.range(-0.15, 0.15);
  const root: Frame = { o: at, m: euler(bodyYaw, 0, 0), s: rng.range(0.95, 1.15) };
  const actor = buildBird(index, group, root, name, sampleBird(name, rng), {
    headYaw,
    headPitch,
    upright: rng.range(0.1, 1),
    spread: rng.chance(0.3) ? rng.range(0.4, 1) : rng.range(0, 0.3),
  });
  return { actor, pose: { posture: "perch", headYaw: bodyYaw + headYaw, headPitch, headRoll: 0 } };
}

/** Where the n-th companion stands: beside and a little behind, or in front of the wall for the armchair. */
function standAt(
  name: DemoClass | Furniture,
  n: number,
  firstSide: 1 | -1,
  animalMain: boolean,
  rng: Rng,
): Vec3 {
  if (name === "tartan armchair") return [rng.range(-0.12, 0.12), 0, rng.range(-0.95, -0.8)];
  const side = n % 2 === 0 ? firstSide : -firstSide;
  const big = !isThing(name) && !["cushion", "box", "books"].includes(name);
  const out = (animalMain ? 0.42 : 0.36) + (big ? 0.25 : 0.06) + 0.18 * Math.floor(n / 2);
  return [side * rng.range(out, out + 0.22), 0, rng.range(-0.5, big ? -0.1 : 0.2)];
}

export function composeScene(spec: SceneSpec): ComposedScene {
  const rng = createRng(mix(spec.seed, 0x5eed));
  const furnished = spec.beside.includes("tartan armchair");
  const { light, backdrop } = sampleSurroundings(rng, furnished);
  const main = place(spec.main, 0, [rng.range(-0.05, 0.05), 0, 0], rng);
  const placed = [main];
  const side = rng.sign();
  spec.beside.forEach((name, i) => {
    placed.push(place(name, i + 1, standAt(name, i, side, !isThing(spec.main), rng), rng));
  });
  const cat = placed.findIndex((p) => p.actor.parts === CAT_PARTS && isCat(p.actor.className ?? ""));
  const subject = Math.max(0, cat);
  const camera = frame(spec, placed, rng);
  const { pose, actor } = placed[subject]!;
  const view = sub(camera.eye, actor.headFrame.o);
  return {
    scene: { seed: mix(spec.seed, 77), camera, light, backdrop, actors: placed.map((p) => p.actor), subject },
    pose: { ...pose, headYaw: pose.headYaw - Math.atan2(view[0], view[2]) },
  };
}

/** Chooses the shot: how close, from where, and what lies in focus. */
function frame(spec: SceneSpec, placed: readonly Placed[], rng: Rng) {
  const main = placed[0]!.actor;
  const head = main.headFrame.o;
  const feet: Vec3 = [head[0] * 0.4, 0.02, head[2] * 0.4];
  const thing = isThing(spec.main);
  const closeness = rng.next();
  const companion = placed[1]?.actor.className ? placed[1].actor.headFrame.o : null;
  const middle = mixVec(feet, head, 0.42 + 0.45 * closeness);
  const target = companion
    ? mixVec(middle, [companion[0], middle[1] * 0.6 + companion[1] * 0.4, companion[2]], 0.5 * spec.share)
    : middle;
  const bird = main.segment === "bird";
  const width =
    (thing || bird ? 1.25 - 0.45 * closeness : 1.72 - 0.85 * closeness) +
    (companion ? (thing ? 1 : 0.6) * spec.share : 0);
  const fov = rng.range(0.42, 0.56);
  const distance = width / 2 / Math.tan(fov / 2);
  const azimuth = rng.range(-0.25, 0.25);
  const lift = rng.range(0.0, 0.34);
  const aimed = add(target, [rng.range(-0.1, 0.1) * width, rng.range(-0.04, 0.06) * width, 0]);
  const eye = add(
    aimed,
    scale([Math.sin(azimuth) * Math.cos(lift), Math.sin(lift), Math.cos(azimuth) * Math.cos(lift)], distance),
  );
  const camera = lookAt([eye[0], Math.max(0.12, eye[1]), eye[2]], aimed, fov, rng.range(0.015, 0.06));
  const focus = sub(head, camera.eye);
  const along = focus[0] * camera.forward[0] + focus[1] * camera.forward[1] + focus[2] * camera.forward[2];
  return { ...camera, focus: Math.max(0.3, along - 0.12) };
}
