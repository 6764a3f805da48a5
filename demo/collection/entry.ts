import type { CatBreed } from "../generator/cats";
import type { DemoClass } from "../generator/classes";
import type { SceneSpec } from "../generator/compose";

/** One frozen image of the demo collection. */
export interface DemoEntry extends SceneSpec {
  file: string;
  /** What the demo classifier decides, and its best cat class (the one explained). */
  top1: DemoClass;
  explained: CatBreed;
  /** Part index → closed rings as `x,y x,y …` in image pixels. */
  outlines: Record<string, string[]>;
}

export interface CollectionFile {
  /** Side of the square photographs. */
  size: number;
  images: DemoEntry[];
}
