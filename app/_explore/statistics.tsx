"use client";
import { Group, Text, Tooltip } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo } from "react";
import { mostDifferent, partEffects } from "@/core/analysis/comparison/finding-statistics";
import { signed } from "@/core/analysis/comparison/percent";
import { selectionStatistics } from "@/core/analysis/comparison/selection-statistics";
import type { Part } from "@/core/domain/parts";
import classes from "./explore.module.css";
import { partMeansFigure, sharesFigure } from "./figures/part-means";
import type { ImageColumn } from "./images";
import { Plot } from "./plot";
import type { ExploreGroup } from "./props";
import { useChartTheme } from "./use-chart-theme";

interface Props {
  /** One or two sets of images. */
  columns: readonly ImageColumn[];
  parts: readonly Part[];
  groups: readonly ExploreGroup[];
  weights: readonly number[];
  /** Stands at the end of the heading. */
  action?: React.ReactNode;
}

const MOST_CLASSES = 7;

/** Means, groups, classes and top contributors of one or two selections, side by side (paper, Fig. 8F). */
export function Statistics({ columns, parts, groups, weights, action }: Props) {
  const theme = useChartTheme();
  // The means follow a slider at once; their intervals, thousands of resamples, when it rests.
  const [rested] = useDebouncedValue(columns, 200);
  const resamples = rested === columns ? 2000 : 0;
  const series = useMemo(
    () =>
      columns.map((column, i) => ({
        id: column.id,
        name: column.name,
        colour: column.colour ?? (i === 0 ? theme.accent : theme.point),
        statistics: selectionStatistics(
          column.rows.map(({ row, result }) => ({
            imageId: row.imageId,
            groupId: row.groupId,
            topClass: row.top[0]?.name ?? "not classified",
            scores: result?.defined ? result.scores : null,
          })),
          weights,
          { resamples },
        ),
      })),
    [columns, weights, theme, resamples],
  );
  const scoredParts = useMemo(() => {
    const status = columns.flatMap((c) => c.rows).find((r) => r.result)?.result?.status;
    return parts.filter((p) => status?.[p.position] !== "excluded");
  }, [columns, parts]);

  const figures = useMemo(() => {
    const at = <T,>(values: readonly T[]) => scoredParts.map((p) => values[p.position]!);
    const classNames = [...new Set(series.flatMap((s) => s.statistics.classes.map((c) => c.key)))]
      .map((key) => ({
        key,
        share: Math.max(
          ...series.map((s) => countOf(s.statistics.classes, key) / (s.statistics.images || 1)),
        ),
      }))
      .sort((a, b) => b.share - a.share)
      .slice(0, MOST_CLASSES)
      .map((c) => c.key);
    return {
      means: partMeansFigure(
        scoredParts,
        series.map((s) => ({ name: s.name, colour: s.colour, statistics: at(s.statistics.parts) })),
        theme,
      ),
      groups: sharesFigure(
        groups.map((g) => g.name),
        series.map((s) => ({
          name: s.name,
          colour: s.colour,
          counts: groups.map((g) => countOf(s.statistics.groups, g.id)),
          total: s.statistics.images,
        })),
        theme,
      ),
      classes: sharesFigure(
        classNames,
        series.map((s) => ({
          name: s.name,
          colour: s.colour,
          counts: classNames.map((key) => countOf(s.statistics.classes, key)),
          total: s.statistics.images,
        })),
        theme,
      ),
      top: sharesFigure(
        scoredParts.map((p) => p.name),
        series.map((s) => ({
          name: s.name,
          colour: s.colour,
          counts: at(s.statistics.topContributors),
          total: s.statistics.scored,
        })),
        theme,
        scoredParts.map((p) => p.colour),
      ),
    };
  }, [series, scoredParts, groups, theme]);

  if (series.every((s) => s.statistics.scored === 0)) {
    return (
      <section className={classes.statistics} aria-label="Statistics">
        <Text size="sm" c="dimmed" ta="center" py="md">
          Statistics appear when the images shown have scores.
        </Text>
      </section>
    );
  }
  const names = series.map((s) => s.name).join(" and ");
  return (
    <section className={classes.statistics} aria-label="Statistics">
      <Group gap={16} mb={6} wrap="nowrap" style={{ overflow: "hidden" }}>
        {series.map((s) => (
          <Group key={s.id} gap={7} wrap="nowrap" maw={280} miw={0}>
            <span className={classes.swatch} style={{ background: s.colour }} />
            <Text size="sm" fw={600} truncate>
              {s.name}
            </Text>
            <span className={classes.value}>
              {s.statistics.images}
              {columns.length === 1 ? " images" : ""}
              {s.statistics.scored < s.statistics.images ? `, ${s.statistics.scored} scored` : ""}
            </span>
          </Group>
        ))}
        <div style={{ marginLeft: "auto", flex: "none" }}>{action}</div>
      </Group>
      {columns.length === 2 && <LargestDifference columns={columns} parts={scoredParts} />}
      <div className={classes.charts}>
        <Chart title="Mean weighted score" note="with 95 % interval">
          <Plot
            figure={figures.means}
            label={`Mean weighted score per part of ${names}`}
            className={classes.chartPlot}
          />
        </Chart>
        <Chart title="Class groups">
          <Plot figure={figures.groups} label={`Class groups of ${names}`} className={classes.chartPlot} />
        </Chart>
        <Chart title="Top classes">
          <Plot figure={figures.classes} label={`Top classes of ${names}`} className={classes.chartPlot} />
        </Chart>
        <Chart title="Top contributor">
          <Plot figure={figures.top} label={`Top contributors of ${names}`} className={classes.chartPlot} />
        </Chart>
      </div>
    </section>
  );
}

function Chart({ title, note, children }: { title: string; note?: string; children: React.ReactNode }) {
  return (
    <div className={classes.chart}>
      <Group gap={6} wrap="nowrap">
        <Text size="xs" fw={600} style={{ whiteSpace: "nowrap" }}>
          {title}
        </Text>
        {note && (
          <Text className={classes.caption} truncate>
            {note}
          </Text>
        )}
      </Group>
      {children}
    </div>
  );
}

/** Which part tells the two apart best, in words; descriptive, because lassos are drawn on the scores they are compared by. */
function LargestDifference({ columns, parts }: { columns: readonly ImageColumn[]; parts: readonly Part[] }) {
  const best = useMemo(() => {
    const [a, b] = columns.map(({ rows }) =>
      rows.map(({ result }) => ({
        scores: result?.defined ? parts.map((p) => result.scores[p.position] ?? null) : null,
      })),
    );
    const effects = a && b ? partEffects(a, b, parts.length, { resamples: 0 }) : [];
    const at = mostDifferent(effects);
    return at === null ? null : { part: parts[at]!, ...effects[at]! };
  }, [columns, parts]);
  if (best?.delta === undefined || best.delta === null) return null;
  return (
    <Tooltip
      multiline
      w={300}
      label="Descriptive: a selection drawn on the map is made from these very scores, so a test of them would find differences even in noise. No p-value is given."
    >
      <Text size="xs" c="dimmed" truncate mb={6} w="fit-content" maw="100%">
        Most different: <b>{best.part.name}</b>, Cliff’s δ {signed(best.delta)}
        {best.g === null ? "" : `, Hedges’ g ${signed(best.g)}`}
      </Text>
    </Tooltip>
  );
}

function countOf(counts: readonly { key: string; count: number }[], key: string): number {
  return counts.find((c) => c.key === key)?.count ?? 0;
}
