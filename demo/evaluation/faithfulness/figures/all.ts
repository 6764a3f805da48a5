import { EVALUATED } from "../methods";
import type { Likeness } from "../randomisation";
import type { ImageRecord } from "../record";
import { drops } from "../record";
import type { Stratum } from "../sample";
import { type Figure, figureOf } from "./figure";
import { allFills, type CheckFigures, checkFigures, type FillFigures } from "./fills";
import { type MethodFigures, methodFigures } from "./method";
import { type FirstPlaces, firstPlaces, firstPlacesOf, type TruthFigures, truthFigures } from "./truth";
import { withYardsticks, YARDSTICKS } from "./yardsticks";

export interface RandomisationFigures {
  id: string;
  label: string;
  /** One entry a depth of the cascade. */
  depths: { layers: number; layer: string; likeness: Record<keyof Likeness, Figure | null> }[];
}

export interface Meta {
  date: string;
  command: string;
  seed: number;
  images: number;
  strata: Record<Stratum, number>;
  /** Digests of the measures' own code, and of generator, collection and network; version of the compiler. */
  code: string;
  interventions: string;
  compiler: string;
  randomisationImages: number;
}

/** All figures of the report; committed as docs/faithfulness.json. */
export interface Figures {
  meta: Meta;
  truth: TruthFigures;
  methods: MethodFigures[];
  yardsticks: MethodFigures[];
  firstPlaces: FirstPlaces[];
  fills: FillFigures[];
  checks: CheckFigures[];
  randomisation: RandomisationFigures[];
}

export interface RandomisationInput {
  /** Names of the layers, the one nearest to the scores first. */
  layers: readonly string[];
  depths: readonly number[];
  /** By method id: images × depths. */
  found: ReadonlyMap<string, Likeness[][]>;
}

function randomisationFigures({ layers, depths, found }: RandomisationInput): RandomisationFigures[] {
  return EVALUATED.flatMap(({ id, label }) => {
    const images = found.get(id);
    if (!images) return [];
    const of = (key: keyof Likeness, d: number) => figureOf(images.map((one) => one[d]![key]));
    return {
      id,
      label,
      depths: depths.map((count, d) => ({
        layers: count,
        layer: layers[count - 1]!,
        likeness: {
          spearman: of("spearman", d),
          absolute: of("absolute", d),
          ssim: of("ssim", d),
          parts: of("parts", d),
        },
      })),
    };
  });
}

export function allFigures(
  meta: Meta,
  plain: readonly ImageRecord[],
  randomisation: RandomisationInput,
): Figures {
  const records = plain.map(withYardsticks);
  return {
    meta,
    truth: truthFigures(records),
    methods: EVALUATED.map((m) => methodFigures(records, m)),
    yardsticks: YARDSTICKS.map((m) => methodFigures(records, m)),
    firstPlaces: [
      firstPlaces(records, "truth", (r) => drops(r, r.without, r.target)),
      ...(["sum", "mean"] as const).flatMap((scoring) =>
        ["lrp-epsilon", "lrp-epsilon-gamma-box", "grad-cam", "occlusion", "part-shapley-inpaint"].map((id) =>
          firstPlacesOf(records, `${EVALUATED.find((m) => m.id === id)!.label}, ${scoring}`, id, scoring),
        ),
      ),
    ],
    fills: allFills(records),
    checks: EVALUATED.filter((m) => m.source.kind !== "random").flatMap((m) =>
      (["per-sign mean", "sum"] as const).map((scoring) => {
        const figures = checkFigures(records, m.id, scoring, "blur");
        // Only the product's default is drawn image by image.
        return m.id === "lrp-epsilon" ? figures : { ...figures, points: [] };
      }),
    ),
    randomisation: randomisationFigures(randomisation),
  };
}
