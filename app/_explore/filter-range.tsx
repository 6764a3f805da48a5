import { RangeSlider } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./explore.module.css";
import { histogram } from "./state/scored";

interface Props {
  label: string;
  colour?: string;
  /** What the ends of the range are called aloud: “Lowest …”, “Highest …”. */
  what: string;
  values: readonly number[];
  bounds: [number, number];
  format(value: number): string;
  /** Null: not narrowed. */
  range: [number, number] | null;
  /** Null when the range is as wide as the bounds again. */
  onChange(range: [number, number] | null): void;
  children?: ReactNode;
}

const BINS = 40;

/** A two-thumb slider over the data's range with the histogram behind it. */
export function FilterRange({
  label,
  colour,
  what,
  values,
  bounds,
  format,
  range,
  onChange,
  children,
}: Props) {
  const [low, high] = bounds;
  const counts = histogram(values, low, high, BINS);
  const tallest = Math.max(1, ...counts);
  const value = range ?? bounds;
  return (
    <div style={{ marginBottom: 12 }}>
      <div className={classes.partRow}>
        <span>
          {colour && <span className={classes.dot} style={{ background: colour }} />}
          {label}
        </span>
        <span className={classes.value} data-active={range !== null || undefined}>
          {format(value[0])} to {format(value[1])}
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
        label={format}
        value={value}
        onChange={(next) => onChange(next[0] <= low && next[1] >= high ? null : next)}
        disabled={values.length === 0}
        thumbFromLabel={`Lowest ${what}`}
        thumbToLabel={`Highest ${what}`}
      />
      {children}
    </div>
  );
}
