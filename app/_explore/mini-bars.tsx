import type { ContributionScores } from "@/core/analysis/scores/contribution";
import type { Part } from "@/core/domain/parts";
import { percent } from "./figures/figure";
import { STATUS_WORDS } from "./figures/signed-bars";
import classes from "./mini-bars.module.css";
import { useChartTheme } from "./use-chart-theme";

interface Props {
  parts: readonly Part[];
  result: ContributionScores;
  /** Id of the part the list is sorted by: its row is emphasised. */
  emphasised: string | null;
  /** The scores are of before: they stand back. */
  before?: boolean;
}

/** The signed scores of an image, small: many of these stand in a list, so they are plain boxes and no chart. */
export function MiniBars({ parts, result, emphasised, before }: Props) {
  const theme = useChartTheme();
  return (
    <div className={classes.bars} data-before={before || undefined}>
      {parts.map((part, k) => {
        if (result.status[k] === "excluded") return null;
        const score = result.scores[k] ?? null;
        const width = Math.min(50, Math.abs(score ?? 0) * 50);
        const strong = part.id === emphasised ? { fontWeight: 700, color: "inherit" } : undefined;
        return [
          <span key={`${part.id}-name`} className={classes.barName} style={strong} title={part.name}>
            {part.name}
          </span>,
          <span key={`${part.id}-bar`} className={classes.barTrack}>
            {score !== null && (
              <span
                className={classes.bar}
                style={{
                  left: `${score < 0 ? 50 - width : 50}%`,
                  width: `${width}%`,
                  background: score < 0 ? theme.against : theme.for,
                }}
              />
            )}
          </span>,
          <span
            key={`${part.id}-value`}
            className={classes.barValue}
            data-absent={score === null || undefined}
            style={strong}
          >
            {score === null ? STATUS_WORDS[result.status[k] ?? "absent"] : percent(score)}
          </span>,
        ];
      })}
    </div>
  );
}
