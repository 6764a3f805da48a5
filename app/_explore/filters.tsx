"use client";
import { Button, Checkbox, Group } from "@mantine/core";
import type { Dispatch } from "react";
import { QUALITY_MEASURES, type QualityMeasure } from "@/core/analysis/selection/rule";
import type { Part } from "@/core/domain/parts";
import classes from "./explore.module.css";
import { percent } from "./figures/figure";
import { FilterRange } from "./filter-range";
import { type ScoredRow, scoreBounds } from "./state/scored";
import { isFiltering, type View, type ViewAction } from "./state/view";

interface Props {
  parts: readonly Part[];
  scored: readonly ScoredRow[];
  view: View;
  dispatch: Dispatch<ViewAction>;
  /** Offers the present filters as a selection that follows the data; missing for people who may not. */
  onSaveRule?(): void;
}

/** One score range per part, with the data's histogram behind it (paper, Fig. 8B), then the checks. */
export function Filters({ parts, scored, view, dispatch, onSaveRule }: Props) {
  return (
    <section className={classes.section} aria-label="Filters">
      <Group justify="space-between" mb={8} h={22}>
        <span className={classes.sectionTitle}>Filters</span>
        {isFiltering(view) && (
          <Group gap={4}>
            {onSaveRule && (
              <Button size="compact-xs" variant="light" onClick={onSaveRule}>
                Save as selection
              </Button>
            )}
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              onClick={() => dispatch({ type: "clearFilters" })}
            >
              Clear
            </Button>
          </Group>
        )}
      </Group>
      {parts.map((part) => (
        <PartRange
          key={part.id}
          part={part}
          scored={scored}
          range={view.ranges.find((r) => r.partId === part.id) ?? null}
          dispatch={dispatch}
        />
      ))}
      <QualityRanges scored={scored} view={view} dispatch={dispatch} />
    </section>
  );
}

interface RangeProps {
  part: Part;
  scored: readonly ScoredRow[];
  range: View["ranges"][number] | null;
  dispatch: Dispatch<ViewAction>;
}

function PartRange({ part, scored, range, dispatch }: RangeProps) {
  const bounds = scoreBounds(scored, part.position);
  const scores = scored.flatMap(({ result }) => {
    const score = result?.scores[part.position] ?? null;
    return score === null ? [] : [score];
  });
  const someAbsent = scored.some(({ result }) => result?.status[part.position] === "absent");
  const excluded = scored.find((s) => s.result)?.result?.status[part.position] === "excluded";
  if (excluded) return null;

  const change = (value: [number, number] | null, orAbsent = range?.orAbsent) =>
    dispatch({
      type: "range",
      partId: part.id,
      range: value ? { min: value[0], max: value[1], ...(orAbsent ? { orAbsent } : {}) } : null,
    });

  return (
    <FilterRange
      label={part.name}
      colour={part.colour}
      what={`score of ${part.name}`}
      values={scores}
      bounds={bounds}
      format={percent}
      range={range ? [range.min, range.max] : null}
      onChange={change}
    >
      {range && someAbsent && (
        <Checkbox
          size="xs"
          mt={8}
          label="or absent"
          checked={range.orAbsent === true}
          onChange={(e) => change([range.min, range.max], e.currentTarget.checked)}
        />
      )}
    </FilterRange>
  );
}

const QUALITY = {
  balance: { label: "Balance κ", bounds: [0, 1] },
  faithfulness: { label: "Faithfulness ρ", bounds: [-1, 1] },
} as const satisfies Record<QualityMeasure, { label: string; bounds: [number, number] }>;

/** How good the explanations are by their own checks: to leave the doubtful out, or to look at them. */
function QualityRanges({ scored, view, dispatch }: Pick<Props, "scored" | "view" | "dispatch">) {
  return (
    <>
      <div className={classes.subtitle}>Explanation quality</div>
      {QUALITY_MEASURES.map((measure) => {
        const { label, bounds } = QUALITY[measure];
        const values = scored.flatMap((s) => {
          const value = measure === "balance" ? s.balance : (s.faithfulness?.rho ?? null);
          return value === null ? [] : [value];
        });
        const range = view.quality.find((q) => q.measure === measure);
        return (
          <FilterRange
            key={measure}
            label={label}
            what={label}
            values={values}
            bounds={[...bounds]}
            format={(v) => v.toFixed(2).replace("-", "−")}
            range={range ? [range.min, range.max] : null}
            onChange={(value) =>
              dispatch({ type: "quality", measure, range: value && { min: value[0], max: value[1] } })
            }
          />
        );
      })}
    </>
  );
}
