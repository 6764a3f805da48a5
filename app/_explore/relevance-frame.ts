import { frameMap, type InputTransform, type Size, toImage } from "@/core/domain/spaces";
import type { ExploreRow } from "./props";

/**
 * Where the classifier's input frame lies on a photograph of `image` size, as fractions of it: inside it for a
 * centre crop, beyond its right or bottom edge for padding.
 */
export function relevanceFrame(
  transform: InputTransform,
  image: Size,
): NonNullable<ExploreRow["relevanceFrame"]> {
  const map = frameMap(transform, image);
  const [left, top] = toImage(map, [0, 0]);
  const [right, bottom] = toImage(map, [transform.size.width, transform.size.height]);
  return {
    x: left / image.width,
    y: top / image.height,
    width: (right - left) / image.width,
    height: (bottom - top) / image.height,
  };
}
