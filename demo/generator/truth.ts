import type { ComposedScene, SubjectPose } from "./compose";
import type { Rendered } from "./render";

export interface PartVisibility {
  name: string;
  /** Pixels of the part in the picture. */
  pixels: number;
  visible: boolean;
}

/** What the generator knows about a picture and a photograph never tells. */
export interface Truth {
  className: string | null;
  pose: SubjectPose;
  parts: PartVisibility[];
}

/** A part counts as visible from this share of the picture on (8 pixels of 224 × 224). */
const VISIBLE_SHARE = 8 / (224 * 224);

export function truthOf({ scene, pose }: ComposedScene, { labels }: Rendered): Truth {
  const subject = scene.actors[scene.subject]!;
  const counts = new Array<number>(subject.parts.length).fill(0);
  for (const label of labels) counts[label] = counts[label]! + 1;
  return {
    className: subject.className,
    pose,
    parts: subject.parts.map((name, i) => ({
      name,
      pixels: counts[i]!,
      visible: counts[i]! >= VISIBLE_SHARE * labels.length,
    })),
  };
}
