import { ActionIcon, Badge, Group, Popover, Text, Tooltip } from "@mantine/core";
import { IconHelp } from "@tabler/icons-react";
import { useMemo } from "react";
import { ScoreMethod } from "@/app/_ui/scoring/score-method";
import { AggregationAdvice, ScoreUnitsControl } from "@/app/_ui/scoring/score-units";
import { WaitingBadge } from "@/app/_ui/scoring/waiting-badge";
import { scoreNote } from "@/app/_ui/scoring/words";
import classes from "../editor.module.css";
import { useEditor, useLive, useProps, useView } from "./context";
import { ScoreAxis, ScoreBar } from "./score-bar";
import { ScoreChecks } from "./score-checks";
import { scoreTable } from "./score-rows";

/** The signed scores of what is on screen, moving while a vertex is dragged. */
export function ScoreBars() {
  const props = useProps();
  const sums = useLive((s) => s.sums);
  const relevance = useLive((s) => s.resources.relevance);
  const normalisation = useView((s) => s.normalisation);
  const aggregation = useView((s) => s.aggregation);
  const { parts, lastRevision, backgroundInScores, explanation } = props;
  // The bars stay those of the map before until the new one is here.
  const old = sums !== null && (props.relevance === null || relevance !== "ready");
  const table = useMemo(
    () =>
      sums &&
      scoreTable(parts, sums, lastRevision?.sums ?? null, { normalisation, aggregation }, backgroundInScores),
    [sums, parts, lastRevision, normalisation, aggregation, backgroundInScores],
  );
  const moved = table?.rows.some((r) => Math.abs((r.score ?? 0) - (r.before ?? 0)) >= 0.0005) ?? false;
  return (
    <section aria-label="Scores" className={classes.section}>
      <Group justify="space-between" mb={8} wrap="nowrap">
        <Group gap={4} wrap="nowrap">
          <Text component="h2" className={classes.heading}>
            Part scores
          </Text>
          <UnitsHelp />
        </Group>
        {table && <Freshness moved={moved} old={old} />}
      </Group>
      <UnitsChoice />
      {table && !old && explanation && (
        <div style={{ marginTop: 6 }}>
          <ScoreMethod explanation={explanation} units={{ normalisation, aggregation }} />
        </div>
      )}
      {table ? (
        <>
          {!table.defined && (
            <Text size="xs" c="dimmed" mt={8}>
              {normalisation === "ratio"
                ? "The parts' relevances cancel out, so the ratio rule gives this image no score."
                : "Nothing to score yet."}
            </Text>
          )}
          <ul className={classes.list} style={{ marginTop: 8 }} data-before={old || undefined}>
            {table.rows.map((row) => (
              <ScoreBar key={row.part.id} row={row} extent={table.extent} />
            ))}
          </ul>
          <ScoreAxis extent={table.extent} />
          {!old && <ScoreChecks />}
        </>
      ) : (
        <Text size="sm" c="dimmed" mt={10}>
          {relevance === "failed"
            ? "The relevance map could not be loaded. Reload the page to try again."
            : relevance === "loading"
              ? "Loading the relevance map…"
              : lastRevision?.waiting
                ? "A new relevance map is being made. Scores appear with it."
                : "Scores appear as soon as the relevance map is computed."}
        </Text>
      )}
    </section>
  );
}

function Freshness({ moved, old }: { moved: boolean; old: boolean }) {
  const { lastRevision } = useProps();
  if (old)
    return (
      <WaitingBadge label="A new relevance map is being made. Until it is here, these are the scores of the map before." />
    );
  if (lastRevision?.waiting)
    return (
      <WaitingBadge
        label={`Computed here with the new relevance map. The stored scores of revision ${lastRevision.number} are on their way.`}
      />
    );
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

function UnitsChoice() {
  const editor = useEditor();
  const normalisation = useView((s) => s.normalisation);
  const aggregation = useView((s) => s.aggregation);
  return (
    <ScoreUnitsControl
      value={{ normalisation, aggregation }}
      onAggregation={(next) => editor.view.set({ aggregation: next })}
      onNormalisation={(next) => editor.view.set({ normalisation: next })}
    />
  );
}

function UnitsHelp() {
  const normalisation = useView((s) => s.normalisation);
  const aggregation = useView((s) => s.aggregation);
  return (
    <Popover width={300} position="left-start" shadow="md" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label="What these scores are">
          <IconHelp size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="What these scores are">
        <Text size="xs" lh={1.45} mb={8}>
          {scoreNote({ normalisation, aggregation })}
        </Text>
        <AggregationAdvice />
      </Popover.Dropdown>
    </Popover>
  );
}
