import { silhouetteOf } from "../schema";
import type { StrokeInput } from "./add-stroke";
import { type EditContext, transact } from "./context";

/** Adds a correction on top of the automatic silhouette. */
export function correctSilhouette(context: EditContext, stroke: StrokeInput): void {
  transact(context, () =>
    silhouetteOf(context.doc).push([{ ...stroke, id: context.newId(), path: [...stroke.path] }]),
  );
}
