import { Title } from "@mantine/core";
import { methodsParagraph } from "@/core/analysis/comparison/finding-words";
import type { Face } from "./finding-page";
import classes from "./findings.module.css";

interface Props {
  face: Face;
  findingId: string;
  madeOn: string;
}

/** How the numbers were made, for a paper's methods section, and what pins them. */
export function Provenance({ face, findingId, madeOn }: Props) {
  const { basis, groups, statistics, view, rows } = face;
  const revisions = new Set(rows.flatMap((r) => r.revisionId ?? [])).size;
  const facts: [string, string][] = [
    ["Classifier", basis.model?.sha256 ?? "none"],
    ["Map", basis.layoutKey ?? "–"],
    ["Revisions", `${revisions} of ${rows.length} images`],
    ["Finding", findingId],
  ];
  return (
    <>
      <section className={classes.panel} aria-label="Methods">
        <Title order={2}>Methods</Title>
        <p className={classes.methods}>{methodsParagraph(statistics, groups, view, basis, madeOn)}</p>
      </section>
      <section className={classes.panel} aria-label="Provenance">
        <Title order={2}>Provenance</Title>
        <dl className={classes.facts}>
          {facts.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd title={value}>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
