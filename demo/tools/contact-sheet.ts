import sharp from "sharp";
import { composeScene, type SceneSpec } from "../generator/compose";
import { renderScene } from "../generator/render";

/** Renders scenes side by side into one PNG: the way to look at the generator's work. */
export async function contactSheet(
  specs: readonly SceneSpec[],
  columns: number,
  size: number,
  file: string,
): Promise<void> {
  const tiles = [];
  for (const [i, spec] of specs.entries()) {
    const { rgb } = renderScene(composeScene(spec).scene, size, size);
    tiles.push({
      input: await sharp(rgb, { raw: { width: size, height: size, channels: 3 } })
        .png()
        .toBuffer(),
      left: (i % columns) * size,
      top: Math.floor(i / columns) * size,
    });
  }
  const height = Math.ceil(specs.length / columns) * size;
  await sharp({ create: { width: columns * size, height, channels: 3, background: "#000" } })
    .composite(tiles)
    .png()
    .toFile(file);
}
