/**
 * Writes one network of the zoo, and an image for it, for programs in other languages to read.
 *
 *     tsx explain/bench/write-network.ts VGG-16 FOLDER     makes FOLDER/model.onnx and FOLDER/image.npy
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { formatNpy } from "../cli/npy";
import { normalArray } from "../random";
import { IMAGE_SEED, ZOO, type ZooName } from "../testing/zoo/networks";

const [name = "", folder = ""] = process.argv.slice(2);
if (!Object.hasOwn(ZOO, name) || folder === "") {
  console.error(`Usage: write-network.ts NAME FOLDER, NAME one of: ${Object.keys(ZOO).join(", ")}`);
  process.exit(2);
}
const { build, side } = ZOO[name as ZooName];
mkdirSync(folder, { recursive: true });
const fd = openSync(path.join(folder, "model.onnx"), "w");
for (const chunk of build()) writeSync(fd, chunk);
closeSync(fd);
const image = { shape: [1, 3, side, side], data: normalArray(3 * side * side, IMAGE_SEED) };
writeFileSync(path.join(folder, "image.npy"), formatNpy(image));
