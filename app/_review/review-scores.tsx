import { Group, Text } from "@mantine/core";
import { useMemo } from "react";
import { ScoreAxis, ScoreBar } from "../_editor/panels/score-bar";
import { scoreTable } from "../_editor/panels/score-rows";
import type { Project } from "../_ui/api";
import type { Review } from "./decisions";
import classes from "./review.module.css";

const UNITS = { normalisation: "per-sign", aggregation: "mean" } as const;

/** The stored scores of the frozen revision, per sign. */
export function ReviewScores({ review, project }: { review: Review; project: Project }) {
  const { sums } = review;
  const { parts, backgroundInScores } = project;
  const table = useMemo(
    () => sums && scoreTable(parts, sums, null, UNITS, backgroundInScores),
    [sums, parts, backgroundInScores],
  );
  return (
    <section aria-label="Scores" className={classes.section}>
      <Group justify="space-between" mb={6}>
        <Text component="h2" className={classes.heading}>
          Part scores
        </Text>
        <Text size="xs" c="dimmed">
          of r{review.number}, per sign, mean
        </Text>
      </Group>
      {table ? (
        <>
          <ul className={classes.list}>
            {table.rows.map((row) => (
              <ScoreBar key={row.part.id} row={row} extent={table.extent} />
            ))}
          </ul>
          <ScoreAxis extent={table.extent} />
        </>
      ) : (
        <Text size="sm" c="dimmed">
          {review.scoresError ? "This revision has no scores." : "Being computed; they appear by themselves."}
        </Text>
      )}
    </section>
  );
}
