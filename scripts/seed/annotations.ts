import { randomUUID } from "node:crypto";
import * as Y from "yjs";
import { seededRng } from "@/core/analysis/random";
import { addPolygon } from "@/core/annotation/commands/add-polygon";
import type { EditContext } from "@/core/annotation/commands/context";
import { setAbsent } from "@/core/annotation/commands/set-absent";
import { readDocument } from "@/core/annotation/read";
import { blocksSubmit, validateSnapshot } from "@/core/annotation/validate";
import type { Part } from "@/core/domain/parts";
import type { Size } from "@/core/domain/spaces";
import type { Db } from "@/db/client";
import { appendUpdate, loadDocument } from "@/db/queries/documents";

/** What an annotator would draw on one image: part name → outlines in image pixels; none: it cannot be seen. */
export type PartOutlines = ReadonlyMap<string, readonly (readonly (readonly [number, number])[])[]>;

export interface DrawnBy {
  userId: string;
  /** How far, in pixels, this person's vertices stray from the true outline. */
  wobble: number;
  seed: number;
}

/**
 * Draws the outlines into the image's document through the editor's own commands, as one saved edit. Does
 * nothing when somebody has drawn there already.
 */
export async function drawParts(
  db: Db,
  document: { id: string; size: Size },
  parts: readonly Part[],
  outlines: PartOutlines,
  by: DrawnBy,
): Promise<void> {
  const stored = await loadDocument(db, document.id);
  if (stored.uptoId > 0) return;
  const wobbly = outlined(parts, outlines, by);
  // A straying vertex can make a small outline cross itself; such a one is drawn exactly.
  const valid = !blocksSubmit(validateSnapshot(readDocument(wobbly), parts, document.size));
  const doc = valid ? wobbly : outlined(parts, outlines, { ...by, wobble: 0 });
  const update = Y.encodeStateAsUpdate(doc);
  await appendUpdate(db, { documentId: document.id, epoch: stored.epoch, update, userId: by.userId });
}

/** An editing person as commands want one. */
export function editing(doc: Y.Doc, user: string): EditContext {
  return { doc, user, origin: {}, newId: randomUUID };
}

/** A document with the outlines drawn into it. */
export function outlined(parts: readonly Part[], outlines: PartOutlines, by: DrawnBy): Y.Doc {
  const doc = new Y.Doc();
  const context = editing(doc, by.userId);
  const random = seededRng(by.seed);
  const stray = (value: number) => value + (random() + random() - 1) * by.wobble;
  doc.transact(() => {
    for (const part of parts.filter((p) => p.kind === "part")) {
      const shapes = outlines.get(part.name) ?? [];
      if (shapes.length === 0) setAbsent(context, part.id, true);
      for (const shape of shapes)
        addPolygon(
          context,
          part.id,
          shape.map(([x, y]) => [stray(x), stray(y)]),
        );
    }
  });
  return doc;
}
