import { KNOWN_MODELS, type KnownModel } from "./known-models";

/** The known network whose file this is; its bytes decide, whatever it is called. */
export function knownBySha256(
  sha256: string,
  catalogue: readonly KnownModel[] = KNOWN_MODELS,
): KnownModel | null {
  return catalogue.find((known) => known.sha256 === sha256) ?? null;
}

type KnownDraft = Pick<KnownModel, "kind" | "transform"> & {
  name: string;
  classNames: string[];
  note: string;
};

/** What is declared when it is registered: nothing is left to ask. */
export function knownDraft(known: KnownModel): KnownDraft {
  const { title, kind, transform, classNames, licence } = known;
  return { name: title, kind, transform, classNames: [...classNames], note: `Licence: ${licence}` };
}
