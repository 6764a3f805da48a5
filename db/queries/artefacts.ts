import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { canonicalDerivation, type Derivation } from "@/core/domain/pipeline";
import type { Db } from "../client";
import { type ArtefactData, artefacts } from "../schema/images";

/** The address of a result: sha256 of the canonical text of what it is made from. */
export function artefactKey(derivation: Derivation): string {
  return createHash("sha256").update(canonicalDerivation(derivation)).digest("hex");
}

/** A result by its key, if it was ever made. Not bound to a project: the same inputs give the same result. */
export async function findArtefact(db: Db, { key }: { key: string }): Promise<ArtefactData | null> {
  const [row] = await db.select({ data: artefacts.data }).from(artefacts).where(eq(artefacts.key, key));
  return row?.data ?? null;
}

/**
 * Keeps a result under its key. The first one stays (whoever computes it again gets the same), unless
 * `replace`: then the blobs it names were lost and made again.
 */
export async function putArtefact(
  db: Db,
  {
    key,
    derivation,
    data,
    replace,
  }: { key: string; derivation: Derivation; data: ArtefactData; replace?: boolean },
): Promise<void> {
  const insert = db
    .insert(artefacts)
    .values({ key, stage: derivation.stage, derivation: { ...derivation }, data });
  if (replace) await insert.onConflictDoUpdate({ target: artefacts.key, set: { data } });
  else await insert.onConflictDoNothing();
}

/** Addresses of the blobs a result consists of. */
export function blobsOf(data: ArtefactData): string[] {
  switch (data.kind) {
    case "ingest":
      return [data.display, data.thumb];
    case "segment":
      return [data.mask];
    case "explain":
      return [data.map];
    case "predict":
    case "score":
    case "check":
    case "randomise":
      return [];
  }
}
