import type { RouterOutputs } from "@/server/trpc/router";
import { count } from "../words";

type Check = NonNullable<RouterOutputs["models"]["list"][number]["check"]>;
type Result = Pick<NonNullable<Check["result"]>, "curve" | "layers" | "photos">;

/** Above this, with everything random, maps are mostly not about the network. */
const ALIKE = 0.5;

const number = (value: number) =>
  value
    .toFixed(2)
    .replace(/^-0\.00$/, "0.00")
    .replace("-", "−");

/** The check in one sentence. */
export function randomisationWords({ curve, layers, photos }: Result): string {
  const [first] = curve;
  const last = curve.at(-1);
  if (!first || !last) return "Randomisation check: the network has no layers with weights.";
  const verdict =
    Math.abs(last.similarity) > ALIKE
      ? "the maps hardly depend on what the network learnt"
      : "the maps depend on what the network learnt";
  return `Randomisation check: ${verdict}. Similarity ρ ${number(first.similarity)} with the last layer random, ${number(last.similarity)} with all ${layers} (magnitudes ${number(last.magnitudes)}), on ${count(photos, "photograph", "photographs")}.`;
}

/** The curve in a box of 100 × 40: layers random to the right, similarity upwards from 0; what is below 0 lies on the axis. */
export function curvePath(curve: Result["curve"], layers: number, of: "similarity" | "magnitudes"): string {
  const points = [{ layers: 0, [of]: 1 }, ...curve].map((point) => {
    const value = Math.max(0, Math.min(1, (point as Record<string, number>)[of] ?? 0));
    return `${((100 * (point as { layers: number }).layers) / layers).toFixed(1)} ${(40 - 40 * value).toFixed(1)}`;
  });
  return `M${points.join("L")}`;
}
