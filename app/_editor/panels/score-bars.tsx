import { Badge, Group, SegmentedControl, Text, Tooltip } from "@mantine/core";
import { useMemo } from "react";
import type { Normalisation } from "@/core/analysis/scores/contribution";
import classes from "../editor.module.css";
import { useEditor, useLive, useProps, useView } from "./context";
import { percent, type ScoreRow, scoreTable } from "./score-rows";

const RULES: { value: Normalisation; label: string; explain: string }[] = [
  {
    value: "per-sign",
    label: "Per sign",
    explain: "Positives and negatives each as shares of their own total.",
  },
  { value: "ratio", label: "Ratio", explain: "Each part's mean relevance over the sum of all parts'." },
  { value: "absolute", label: "Absolute", explain: "Each part's mean relevance over the sum of magnitudes." },
];

/** The signed scores of what is on screen, moving while a vertex is dragged. */
export function ScoreBars() {
  const props = useProps();
  const sums = useLive((s) => s.sums);
  const relevance = useLive((s) => s.resources.relevance);
  const normalisation = useView((s) => s.normalisation);
  const { parts, lastRevision, backgroundInScores } = props;
  const table = useMemo(
    () => sums && scoreTable(parts, sums, lastRevision?.sums ?? null, normalisation, backgroundInScores),
    [sums, parts, lastRevision, normalisation, backgroundInScores],
  );
  const moved = table?.rows.some((r) => Math.abs((r.score ?? 0) - (r.before ?? 0)) >= 0.0005) ?? false;
  return (
    <section aria-label="Scores" className={classes.section}>
      <Group justify="space-between" mb={8} wrap="nowrap">
        <Text component="h2" className={classes.heading}>
          Part scores
        </Text>
        {table && <Freshness moved={moved} />}
      </Group>
      <RuleChoice />
      {table ? (
        <>
          {!table.defined && (
            <Text size="xs" c="dimmed" mt={8}>
              {normalisation === "ratio"
                ? "The parts' relevances cancel out, so the ratio rule gives this image no score."
                : "Nothing to score yet."}
            </Text>
          )}
          <ul className={classes.list} style={{ marginTop: 8 }}>
            {table.rows.map((row) => (
              <Bar key={row.part.id} row={row} extent={table.extent} />
            ))}
          </ul>
          <div className={classes.axis} aria-hidden>
            <span>−{Math.round(table.extent * 100)} %</span>
            <span>+{Math.round(table.extent * 100)} %</span>
          </div>
        </>
      ) : (
        <Text size="sm" c="dimmed" mt={10}>
          {relevance === "failed"
            ? "The relevance map could not be loaded. Reload the page to try again."
            : relevance === "loading"
              ? "Loading the relevance map…"
              : "Scores appear as soon as the relevance map is computed."}
        </Text>
      )}
    </section>
  );
}

function Freshness({ moved }: { moved: boolean }) {
  const { lastRevision } = useProps();
  if (!lastRevision?.sums)
    return (
      <Tooltip
        label="Computed here from the drawing as it is; a frozen revision makes them authoritative."
        multiline
        maw={240}
      >
        <Badge variant="dot" size="sm" color="blue" tt="none">
          live
        </Badge>
      </Tooltip>
    );
  return (
    <Tooltip
      label={
        moved
          ? `The drawing has changed since revision ${lastRevision.number}; the ticks show that revision.`
          : `Equal to the stored scores of revision ${lastRevision.number}.`
      }
      multiline
      maw={240}
    >
      <Badge variant="dot" size="sm" color={moved ? "yellow" : "teal"} tt="none">
        {moved ? `changed since r${lastRevision.number}` : `revision ${lastRevision.number}`}
      </Badge>
    </Tooltip>
  );
}

function RuleChoice() {
  const editor = useEditor();
  const value = useView((s) => s.normalisation);
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label="How scores are normalised"
      value={value}
      onChange={(next) => editor.view.set({ normalisation: next as Normalisation })}
      data={RULES.map(({ value: v, label, explain }) => ({
        value: v,
        label: (
          <Tooltip label={explain} openDelay={500} multiline maw={240}>
            <span>{label}</span>
          </Tooltip>
        ),
      }))}
    />
  );
}

function Bar({ row: { part, score, before, note }, extent }: { row: ScoreRow; extent: number }) {
  const at = (value: number) => 50 + (50 * Math.max(-extent, Math.min(extent, value))) / extent;
  const from = score === null ? 50 : Math.min(50, at(score));
  const width = score === null ? 0 : Math.abs(at(score) - 50);
  return (
    <li
      className={classes.barRow}
      data-part={part.name}
      data-score={score ?? ""}
      aria-label={`${part.name}: ${score === null ? note : percent(score)}`}
    >
      <span className={classes.swatch} style={{ background: part.colour }} />
      <Text span size="xs" truncate className={classes.barName}>
        {part.name}
      </Text>
      <span className={classes.track} aria-hidden>
        <span
          className={classes.bar}
          data-sign={score !== null && score < 0 ? "against" : "for"}
          style={{ left: `${from}%`, width: `${width}%` }}
        />
        {before !== null && <span className={classes.tick} style={{ left: `${at(before)}%` }} />}
      </span>
      <Text span size="xs" c={score === null ? "dimmed" : undefined} className={classes.barValue}>
        {score === null ? note : percent(score)}
      </Text>
    </li>
  );
}
