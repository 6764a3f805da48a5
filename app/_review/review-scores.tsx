import { Group, Text } from "@mantine/core";
import { useMemo } from "react";
import { ScoreAxis, ScoreBar } from "../_editor/panels/score-bar";
import { scoreTable } from "../_editor/panels/score-rows";
import type { Project } from "../_ui/api";
import { ScoreMethod } from "../_ui/scoring/score-method";
import { WaitingBadge } from "../_ui/scoring/waiting-badge";
import type { Review } from "./decisions";
import classes from "./review.module.css";

const UNITS = { normalisation: "per-sign", aggregation: "mean" } as const;

const WAITING =
  "A new relevance map is being made, and scores from it follow. Until then these are the scores of the map before.";

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
        <Group gap={6}>
          {review.waiting && review.sums && <WaitingBadge label={WAITING} />}
          <ScoreMethod explanation={review.explanation} units={UNITS} />
        </Group>
      </Group>
      {table ? (
        <>
          <ul
            className={classes.list}
            aria-label={`Scores of revision ${review.number}`}
            data-before={review.waiting || undefined}
          >
            {table.rows.map((row) => (
              <ScoreBar key={row.part.id} row={row} extent={table.extent} />
            ))}
          </ul>
          <ScoreAxis extent={table.extent} />
        </>
      ) : (
        <Text size="sm" c="dimmed">
          {review.scoresError && !review.waiting
            ? "This revision has no scores."
            : "Being computed; they appear by themselves."}
        </Text>
      )}
    </section>
  );
}
