"use client";
import { Button, Group, Slider, Text, Tooltip } from "@mantine/core";
import type { Dispatch } from "react";
import { useMemo } from "react";
import { scoreRows, weightedUnitRows } from "@/core/analysis/vectors/matrix";
import { effectiveInfluence } from "@/core/analysis/vectors/similarity";
import type { Part } from "@/core/domain/parts";
import classes from "./explore.module.css";
import { percent } from "./figures/figure";
import type { ScoredRow } from "./state/scored";
import { type View, type ViewAction, WEIGHT_PRESETS } from "./state/view";

interface Props {
  parts: readonly Part[];
  scored: readonly ScoredRow[];
  view: View;
  dispatch: Dispatch<ViewAction>;
}

/** Weights W_k of Eq. 6, and what they come to: both vectors are weighted, so a weight acts by its square. */
export function Weights({ parts, scored, view, dispatch }: Props) {
  const influence = useMemo(() => {
    const vectors = scored.flatMap(({ result }) => (result?.defined ? [result.scores] : []));
    return effectiveInfluence(weightedUnitRows(scoreRows(vectors, parts.length), view.weights), view.weights);
  }, [scored, parts.length, view.weights]);
  const set = (position: number, weight: number) =>
    dispatch({ type: "weights", value: view.weights.map((w, k) => (k === position ? weight : w)) });
  const counted = parts.filter(
    (p) => scored.find((s) => s.result)?.result?.status[p.position] !== "excluded",
  );

  return (
    <section className={classes.section} aria-label="Weights">
      <Group justify="space-between" mb={8}>
        <span className={classes.sectionTitle}>Weights</span>
        <Text className={classes.caption}>reshape the map</Text>
      </Group>
      <Group gap={5} mb={12}>
        {WEIGHT_PRESETS.map((preset) => {
          const weights = preset.weights(parts);
          const active = weights.every((w, k) => w === view.weights[k]);
          return (
            <Button
              key={preset.name}
              size="compact-xs"
              variant={active ? "light" : "default"}
              aria-pressed={active}
              onClick={() => dispatch({ type: "weights", value: weights })}
            >
              {preset.name}
            </Button>
          );
        })}
      </Group>
      <Tooltip label="Effective influence: each part’s share in the similarity of the present images">
        <div className={classes.influence} role="img" aria-label="Effective influence of the parts">
          {counted.map((p) => (
            <span
              key={p.id}
              style={{ width: `${(influence[p.position]?.share ?? 0) * 100}%`, background: p.colour }}
            />
          ))}
        </div>
      </Tooltip>
      <div style={{ marginTop: 12 }}>
        {counted.map((part) => (
          <div key={part.id} style={{ marginBottom: 9 }}>
            <div className={classes.partRow}>
              <span>
                <span className={classes.dot} style={{ background: part.colour }} />
                {part.name}
              </span>
              <Tooltip
                label={`Weight ${view.weights[part.position]} acts as ${influence[part.position]?.factor}; share of the similarity`}
              >
                <span className={classes.value}>
                  {view.weights[part.position]} · {percent(influence[part.position]?.share ?? 0)}
                </span>
              </Tooltip>
            </div>
            <Slider
              size="xs"
              mt={4}
              min={0}
              max={10}
              step={0.5}
              label={null}
              thumbLabel={`Weight of ${part.name}`}
              value={view.weights[part.position] ?? 1}
              onChange={(value) => set(part.position, value)}
            />
          </div>
        ))}
      </div>
      {view.weights.every((w) => w === 0) && (
        <Text size="xs" c="orange">
          With all weights 0 no image is like any other. Raise one.
        </Text>
      )}
    </section>
  );
}
