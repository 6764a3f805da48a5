import { Table } from "@mantine/core";
import { type Composition, compositionWords } from "@/core/analysis/comparison/composition";
import { percent } from "@/core/analysis/comparison/percent";
import type { Face } from "./finding-page";
import classes from "./findings.module.css";

interface Props {
  face: Face;
  title: string;
  of: "classes" | "groups";
  nameOf(key: string): string;
  composition: Composition | null;
}

/** Counts per class or class group, as shares of each group, and how far they differ. */
export function CompositionTable({ face, title, of, nameOf, composition }: Props) {
  const counts = face.statistics.groups.map((g) => g[of]);
  const keys = [...new Set(counts.flat().map((c) => c.key))];
  // One category only says that everything is in it.
  if (keys.length < 2) return null;
  return (
    <Table className={classes.table} verticalSpacing={4} mt="sm">
      <Table.Caption className={classes.caption}>
        {composition ? compositionWords(composition) : ""}
      </Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{title}</Table.Th>
          {face.groups.map((g) => (
            <Table.Th key={g.selectionId}>{g.name}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map((key) => (
          <Table.Tr key={key}>
            <Table.Th scope="row">{nameOf(key)}</Table.Th>
            {counts.map((all, g) => {
              const n = all.find((c) => c.key === key)?.count ?? 0;
              const share = n / (face.statistics.groups[g]!.images || 1);
              return (
                <Table.Td key={face.groups[g]!.selectionId}>
                  <span className={classes.share}>
                    <span style={{ width: `${share * 100}%`, background: face.groups[g]!.colour }} />
                  </span>
                  {n} <span className={classes.quiet}>{percent(share)}</span>
                </Table.Td>
              );
            })}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
