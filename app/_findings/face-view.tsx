"use client";
import { Text, Title } from "@mantine/core";
import { useChartTheme } from "@/app/_explore/use-chart-theme";
import { comparisonFigure } from "@/core/analysis/comparison/comparison-figure";
import { inference } from "@/core/analysis/comparison/finding-words";
import { overlapWords } from "@/core/analysis/comparison/overlap";
import { includedParts, partsInOrder } from "@/core/analysis/parts/included";
import { CompositionTable } from "./composition-table";
import { EffectsTable } from "./effects-table";
import type { Face } from "./finding-page";
import classes from "./findings.module.css";
import { Members } from "./members";
import { Picture } from "./picture";

/** The numbers of a finding, as it was or as it is: parts, composition, images. */
export function FaceView({ face }: { face: Face }) {
  const { groups, statistics, basis, view } = face;
  const theme = useChartTheme();
  const include = includedParts(basis.parts, basis.backgroundInScores);
  const parts = partsInOrder(basis.parts).filter((p) => include[p.position]);
  const weighted = parts.some((p) => (view.weights[p.position] ?? 1) !== 1);
  const groupName = new Map(basis.classGroups.map((g) => [g.id, g.name]));
  const figure = comparisonFigure(
    parts,
    groups.map(({ name, colour }, g) => ({
      name,
      colour,
      parts: parts.map((p) => statistics.groups[g]!.parts[p.position]!),
    })),
    theme,
  );
  return (
    <>
      <section className={classes.panel} aria-label="Parts">
        <Title order={2}>Mean {weighted ? "weighted " : ""}score per part</Title>
        <Text size="xs" c="dimmed" mb="sm">
          with 95 % bootstrap intervals
        </Text>
        <Picture figure={figure} className={classes.figure} />
        <EffectsTable face={face} parts={parts} />
        <Text size="sm" c="dimmed" mt="sm">
          {inference(groups, view).sentence}
        </Text>
      </section>
      <section className={classes.panel} aria-label="Composition">
        <Title order={2}>What the groups are made of</Title>
        <CompositionTable
          face={face}
          title="Decided class"
          nameOf={(key) => key}
          of="classes"
          composition={statistics.classes}
        />
        <CompositionTable
          face={face}
          title="Class group"
          nameOf={(key) => groupName.get(key) ?? key}
          of="groups"
          composition={statistics.classGroups}
        />
        {statistics.overlap && (
          <Text size="sm" mt="md">
            {overlapWords(statistics.overlap)}
          </Text>
        )}
      </section>
      {groups.map((group, g) => (
        <Members key={group.selectionId} face={face} group={g} />
      ))}
    </>
  );
}
