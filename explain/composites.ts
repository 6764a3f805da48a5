/** Names of the relevance rules a composite may assign to layers with weights. */
export const LAYER_RULE_NAMES = [
  "epsilon",
  "gamma",
  "zplus",
  "alphaBeta",
  "zbox",
  "wsquare",
  "flat",
] as const;
export type LayerRule = (typeof LAYER_RULE_NAMES)[number];

export interface Composite {
  /** Layers that see the image itself; left out: like any other. */
  readonly first?: LayerRule;
  readonly convolution: LayerRule;
  readonly dense: LayerRule;
}

/** Which rule goes where (Montavon 2019; names and assignments as in Zennit). */
export const COMPOSITES = {
  epsilon: { convolution: "epsilon", dense: "epsilon" },
  "epsilon-plus": { convolution: "zplus", dense: "epsilon" },
  "epsilon-plus-flat": { first: "flat", convolution: "zplus", dense: "epsilon" },
  "epsilon-gamma-box": { first: "zbox", convolution: "gamma", dense: "epsilon" },
  "epsilon-alpha2-beta1": { convolution: "alphaBeta", dense: "epsilon" },
  "epsilon-alpha2-beta1-flat": { first: "flat", convolution: "alphaBeta", dense: "epsilon" },
} as const satisfies Readonly<Record<string, Composite>>;

export type CompositeName = keyof typeof COMPOSITES;

export const COMPOSITE_NAMES = Object.keys(COMPOSITES) as readonly CompositeName[];
