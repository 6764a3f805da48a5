import { AGGREGATIONS, NORMALISATIONS } from "@/core/analysis/scores/contribution";
import { QUALITY_MEASURES, type QualityRange, type ScoreRange } from "@/core/analysis/selection/rule";
import type { Part } from "@/core/domain/parts";
import { SUGGESTED } from "../suggest/choice";
import { type ColourBy, initialView, type View } from "./view";

/*
 * A view as the fragment of a link, so that a colleague who opens it sees the same. Only what differs from the
 * first view is written: `n` normalisation, `a` aggregation, `m` method, `w` weights, `f` ranges (part~min~max[~a]),
 * `q` ranges of the checks (measure~min~max), `g` groups,
 * `c` colour, `s` selections compared, `o` sorting, `i` image.
 */

export function encodeView(view: View, parts: readonly Part[]): string {
  const first = initialView(parts);
  const out = new URLSearchParams();
  if (view.normalisation !== first.normalisation) out.set("n", view.normalisation);
  if (view.aggregation !== first.aggregation) out.set("a", view.aggregation);
  if (view.method !== first.method) out.set("m", view.method);
  if (view.weights.some((w) => w !== 1)) out.set("w", view.weights.join("_"));
  if (view.ranges.length) {
    const ranges = view.ranges.map((r) => [r.partId, r.min, r.max, ...(r.orAbsent ? ["a"] : [])].join("~"));
    out.set("f", ranges.join("_"));
  }
  if (view.quality.length)
    out.set("q", view.quality.map((q) => [q.measure, q.min, q.max].join("~")).join("_"));
  if (view.groupIds) out.set("g", view.groupIds.join("_"));
  if (view.colourBy !== first.colourBy) out.set("c", view.colourBy);
  const shared = view.compared.filter((id) => !id.startsWith(SUGGESTED));
  if (shared.length) out.set("s", shared.join("_"));
  if (view.sort.partId || !view.sort.descending)
    out.set("o", `${view.sort.partId ?? ""}~${view.sort.descending ? "d" : "a"}`);
  if (view.focusedId) out.set("i", view.focusedId);
  return out.toString();
}

/** The view a fragment describes; what it does not say, or says wrongly, is as in the first view. */
export function decodeView(fragment: string, parts: readonly Part[]): View {
  const view = initialView(parts);
  const from = new URLSearchParams(fragment.replace(/^#/, ""));
  const list = (key: string) => (from.get(key) ?? "").split("_").filter(Boolean);
  const known = new Set<string>(parts.map((p) => p.id));

  view.normalisation = NORMALISATIONS.find((n) => n === from.get("n")) ?? view.normalisation;
  view.aggregation = AGGREGATIONS.find((a) => a === from.get("a")) ?? view.aggregation;
  if (from.get("m") === "pca") view.method = "pca";
  const weights = list("w").map(Number);
  if (weights.length === parts.length && weights.every((w) => w >= 0 && w <= 10)) view.weights = weights;
  view.ranges = list("f").flatMap((text): ScoreRange[] => {
    const [partId = "", low, high, absent] = text.split("~");
    const [min, max] = [Number(low), Number(high)];
    if (!known.has(partId) || !(min <= max)) return [];
    return [{ partId, min, max, ...(absent === "a" ? { orAbsent: true } : {}) }];
  });
  view.quality = QUALITY_MEASURES.flatMap((measure): QualityRange[] => {
    const [, low, high] =
      list("q")
        .find((text) => text.startsWith(`${measure}~`))
        ?.split("~") ?? [];
    const [min, max] = [Number(low), Number(high)];
    return min >= -1 && max <= 1 && min <= max ? [{ measure, min, max }] : [];
  });
  if (from.get("g")) view.groupIds = list("g");
  view.colourBy = colourFrom(from.get("c"), known) ?? view.colourBy;
  view.compared = list("s").slice(0, 2);
  const [sortedBy, direction] = (from.get("o") ?? "~d").split("~");
  view.sort = { partId: sortedBy && known.has(sortedBy) ? sortedBy : null, descending: direction !== "a" };
  view.focusedId = from.get("i");
  return view;
}

function colourFrom(text: string | null, parts: ReadonlySet<string>): ColourBy | null {
  if (text === "group" || text === "trust" || text === "selection") return text;
  const partId = text?.startsWith("part:") ? text.slice(5) : null;
  return partId !== null && parts.has(partId) ? `part:${partId}` : null;
}
