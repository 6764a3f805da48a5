import type { Actor } from "./actor";
import { type Backdrop, NEUTRAL_BACKDROP } from "./backdrop";
import type { Camera } from "./camera";
import type { Light } from "./light";

/** Everything a picture is made of. Rendering it is a pure function of it, the size, and the missing part. */
export interface Scene {
  seed: number;
  camera: Camera;
  light: Light;
  backdrop: Backdrop;
  actors: readonly Actor[];
  /** The actor whose parts are labelled. */
  subject: number;
}

const emptied = (actor: Actor): Actor => ({ ...actor, prims: [], halos: [], whiskers: [] });

/** The same scene with room or landscape replaced by a grey studio; everybody stays. */
export function withoutBackdrop(scene: Scene): Scene {
  return { ...scene, backdrop: NEUTRAL_BACKDROP };
}

/** The same scene without one of those who stand beside the subject (index into `actors`). */
export function withoutActor(scene: Scene, index: number): Scene {
  if (index === scene.subject || !scene.actors[index]) {
    throw new RangeError(`Actor ${index} does not stand beside the subject.`);
  }
  return { ...scene, actors: scene.actors.map((a, i) => (i === index ? emptied(a) : a)) };
}

/** The same scene without one part of its subject; without the background, only the subject in a grey studio. */
export function withoutPart(scene: Scene, part: number): Scene {
  const subject = scene.actors[scene.subject]!;
  if (part < 0 || part >= subject.parts.length) {
    throw new RangeError(`Part ${part} does not exist; this subject has ${subject.parts.length} parts.`);
  }
  if (part === subject.parts.length - 1) {
    return withoutBackdrop({
      ...scene,
      actors: scene.actors.map((a, i) => (i === scene.subject ? a : emptied(a))),
    });
  }
  const rest: Actor = {
    ...subject,
    prims: subject.prims.filter((q) => q.spec.part !== part),
    halos: subject.halos.filter((h) => h.part !== part),
    whiskers: subject.whiskers.filter((w) => w.part !== part),
  };
  return { ...scene, actors: scene.actors.map((a, i) => (i === scene.subject ? rest : a)) };
}
