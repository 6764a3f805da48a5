import { Table, VisuallyHidden } from "@mantine/core";
import { useChartTheme } from "@/app/_explore/use-chart-theme";
import type { Interval } from "@/core/analysis/comparison/bootstrap";
import { deltaFigure } from "@/core/analysis/comparison/delta-figure";
import { mostDifferent } from "@/core/analysis/comparison/finding-statistics";
import { percent, signed } from "@/core/analysis/comparison/percent";
import type { Part } from "@/core/domain/parts";
import type { Face } from "./finding-page";
import classes from "./findings.module.css";
import { Picture } from "./picture";

/** Means, Hedges' g and Cliff's δ of every part; the part that differs most is set off. */
export function EffectsTable({ face, parts }: { face: Face; parts: readonly Part[] }) {
  const theme = useChartTheme();
  const { groups, statistics } = face;
  const { effects } = statistics;
  const best = effects && mostDifferent(effects);
  return (
    <Table.ScrollContainer minWidth={520} mt="md">
      <Table className={classes.table} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Part</Table.Th>
            {groups.map((g) => (
              <Table.Th key={g.selectionId} className={classes.groupHead}>
                <span className={classes.swatch} style={{ background: g.colour }} /> {g.name}
              </Table.Th>
            ))}
            {effects && (
              <>
                <Table.Th>Hedges’ g</Table.Th>
                <Table.Th>Cliff’s δ</Table.Th>
                <Table.Th>
                  <VisuallyHidden>Cliff’s δ drawn from −1 to 1</VisuallyHidden>
                </Table.Th>
              </>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parts.map(({ id, name, position }) => {
            const effect = effects?.[position];
            return (
              <Table.Tr key={id} data-best={position === best || undefined}>
                <Table.Th scope="row">{name}</Table.Th>
                {statistics.groups.map(({ parts: all }, g) => {
                  const { mean, n } = all[position]!;
                  return (
                    <Table.Td key={groups[g]!.selectionId}>
                      {mean === null ? "absent" : percent(mean, 1)}
                      <span className={classes.interval}>n = {n}</span>
                    </Table.Td>
                  );
                })}
                {effect && (
                  <>
                    <Table.Td>{withInterval(effect.g, effect.gInterval)}</Table.Td>
                    <Table.Td>{withInterval(effect.delta, effect.deltaInterval)}</Table.Td>
                    <Table.Td>
                      <Picture figure={deltaFigure(effect, theme)} decorative />
                    </Table.Td>
                  </>
                )}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function withInterval(value: number | null, interval: Interval | null) {
  if (value === null) return "–";
  return (
    <>
      {signed(value)}
      {interval && (
        <span className={classes.interval}>
          {signed(interval.low)} to {signed(interval.high)}
        </span>
      )}
    </>
  );
}
