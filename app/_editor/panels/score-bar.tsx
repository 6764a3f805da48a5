import { Text } from "@mantine/core";
import classes from "../editor.module.css";
import { percent, type ScoreRow } from "./score-rows";

/** One part's signed score; the tick is the revision before. */
export function ScoreBar({ row: { part, score, before, note }, extent }: { row: ScoreRow; extent: number }) {
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

export function ScoreAxis({ extent }: { extent: number }) {
  return (
    <div className={classes.axis} aria-hidden>
      <span>−{Math.round(extent * 100)} %</span>
      <span>+{Math.round(extent * 100)} %</span>
    </div>
  );
}
