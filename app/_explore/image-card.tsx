"use client";
import { Badge, Text, Tooltip } from "@mantine/core";
import { WaitingBadge } from "@/app/_ui/scoring/waiting-badge";
import { LOW_BALANCE } from "@/core/analysis/scores/balance";
import type { Part } from "@/core/domain/parts";
import classes from "./explore.module.css";
import { percent } from "./figures/figure";
import { HeatPhoto } from "./heat-photo";
import { MiniBars } from "./mini-bars";
import type { ScoredRow } from "./state/scored";

/** Heights of a card, px: the window over the list needs them beforehand. */
export function cardHeight(partCount: number, narrow: boolean): number {
  const bars = partCount * 13;
  return narrow ? 20 + 104 + 6 + 36 + bars + 18 : Math.max(128, 20 + 40 + bars + 6);
}

interface Props {
  scored: ScoredRow;
  parts: readonly Part[];
  narrow: boolean;
  heatmap: number;
  emphasised: string | null;
}

export function ImageCard({ scored, parts, narrow, heatmap, emphasised }: Props) {
  const { row, result, before } = scored;
  const shown = result ?? before;
  const best = row.top[0];
  return (
    <>
      <div className={classes.photoBox} style={narrow ? { height: 104 } : { width: 112, height: 112 }}>
        <HeatPhoto
          src={row.thumbUrl}
          alt=""
          relevanceUrl={row.relevanceUrl}
          frame={row.relevanceFrame}
          opacity={heatmap}
          maxWidth={narrow ? "100%" : 112}
          maxHeight={narrow ? 104 : 112}
        />
      </div>
      <div className={classes.cardText}>
        <Text size="xs" fw={600} truncate title={row.name}>
          {row.name}
        </Text>
        <Text size="xs" c="dimmed" truncate title={`Explained class: ${row.explained.name}`}>
          {best ? `${best.name} ${percent(best.probability)}` : "not classified"}
          {best && best.index !== row.explained.index ? ` · explained: ${row.explained.name}` : ""}
        </Text>
        <RowFlags scored={scored} />
        {shown?.defined ? (
          <MiniBars parts={parts} result={shown} emphasised={emphasised} before={shown === before} />
        ) : (
          <Text size="xs" c="dimmed" fs="italic">
            {shown ? "No score under this normalisation" : unscoredWords(row)}
          </Text>
        )}
      </div>
    </>
  );
}

/** Why an image has no scores. */
export function unscoredWords({ waiting, revisionId }: ScoredRow["row"]): string {
  if (waiting) return "New scores are being computed";
  return revisionId === null ? "No parts submitted yet" : "Not scored yet";
}

/** Small words of warning: scores that wait for new ones, an annotation sent back or edited since it was scored, a relevance that cancels itself out. */
export function RowFlags({ scored: { row, balance } }: { scored: ScoredRow }) {
  const doubtful = balance !== null && balance < LOW_BALANCE;
  const returned = row.revisionState === "returned";
  if (!row.stale && !doubtful && !returned && !row.waiting) return null;
  return (
    <div style={{ display: "flex", gap: 4, marginBottom: 3 }}>
      {row.waiting && <WaitingBadge />}
      {returned && (
        <Tooltip label="A reviewer has sent this annotation back.">
          <Badge size="xs" variant="light" color="orange">
            sent back
          </Badge>
        </Tooltip>
      )}
      {row.stale && (
        <Tooltip label="The parts were changed after these scores were computed.">
          <Badge size="xs" variant="light" color="yellow">
            stale
          </Badge>
        </Tooltip>
      )}
      {doubtful && (
        <Tooltip
          label={`Balance ${balance?.toFixed(2)}: the parts' relevances nearly cancel, so shares mean little.`}
        >
          <Badge size="xs" variant="light" color="orange">
            cancels
          </Badge>
        </Tooltip>
      )}
    </div>
  );
}
