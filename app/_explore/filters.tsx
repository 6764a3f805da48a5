"use client";
import { Button, Checkbox, Group, RangeSlider } from "@mantine/core";
import type { Dispatch } from "react";
import type { Part } from "@/core/domain/parts";
import classes from "./explore.module.css";
import { percent } from "./figures/figure";
import { histogram, type ScoredRow, scoreBounds } from "./state/scored";
import { isFiltering, type View, type ViewAction } from "./state/view";

interface Props {
  parts: readonly Part[];
  scored: readonly ScoredRow[];
  view: View;
  dispatch: Dispatch<ViewAction>;
  /** Offers the present filters as a selection that follows the data; missing for people who may not. */
  onSaveRule?(): void;
}

/** One score range per part, with the data's histogram behind it (paper, Fig. 8B). */
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
    </section>
  );
}

interface RangeProps {
  part: Part;
  scored: readonly ScoredRow[];
  range: View["ranges"][number] | null;
  dispatch: Dispatch<ViewAction>;
}

const BINS = 40;

function PartRange({ part, scored, range, dispatch }: RangeProps) {
  const [low, high] = scoreBounds(scored, part.position);
  const scores = scored.flatMap(({ result }) => {
    const score = result?.scores[part.position] ?? null;
    return score === null ? [] : [score];
  });
  const someAbsent = scored.some(({ result }) => result?.status[part.position] === "absent");
  const counts = histogram(scores, low, high, BINS);
  const tallest = Math.max(1, ...counts);
  const value: [number, number] = [range?.min ?? low, range?.max ?? high];
  const excluded = scored.find((s) => s.result)?.result?.status[part.position] === "excluded";
  if (excluded) return null;

  const change = ([min, max]: [number, number], orAbsent = range?.orAbsent) => {
    const open = min <= low && max >= high;
    dispatch({
      type: "range",
      partId: part.id,
      range: open ? null : { min, max, ...(orAbsent ? { orAbsent } : {}) },
    });
  };

  return (
    <div style={{ marginBottom: 12 }}>
      <div className={classes.partRow}>
        <span>
          <span className={classes.dot} style={{ background: part.colour }} />
          {part.name}
        </span>
        <span className={classes.value} data-active={range !== null || undefined}>
          {percent(value[0])} to {percent(value[1])}
        </span>
      </div>
      <div className={classes.histogram} aria-hidden>
        {counts.map((count, i) => {
          const middle = low + ((i + 0.5) / BINS) * (high - low);
          return (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: bins have no identity but their place.
              key={i}
              style={{ height: count === 0 ? 0 : `${Math.max(6, (count / tallest) * 100)}%` }}
              data-in={(middle >= value[0] && middle <= value[1]) || undefined}
            />
          );
        })}
      </div>
      <RangeSlider
        size="xs"
        color={range ? undefined : "gray.5"}
        min={low}
        max={high}
        step={0.01}
        minRange={0}
        label={(v) => percent(v)}
        value={value}
        onChange={(next) => change(next)}
        disabled={scores.length === 0}
        thumbFromLabel={`Lowest score of ${part.name}`}
        thumbToLabel={`Highest score of ${part.name}`}
      />
      {range && someAbsent && (
        <Checkbox
          size="xs"
          mt={8}
          label="or absent"
          checked={range.orAbsent === true}
          onChange={(e) => change(value, e.currentTarget.checked)}
        />
      )}
    </div>
  );
}
