import { percent } from "../figures/figure";
import classes from "./suggest.module.css";

interface Props {
  /** By the order of the bars; null where the part is absent in all. */
  bars: readonly { name: string; colour: string; mean: number | null }[];
}

/** Mean scores of a group as a row of tiny signed bars, up for and down against, in the parts' colours. */
export function SparkBars({ bars }: Props) {
  const reach = Math.max(0.1, ...bars.map((b) => Math.abs(b.mean ?? 0)));
  const said = bars.map((b) => `${b.name} ${b.mean === null ? "absent" : percent(b.mean)}`).join(", ");
  return (
    <span className={classes.spark} role="img" aria-label={`Mean scores: ${said}`} title={said}>
      {bars.map((b) => (
        <span key={b.name} className={classes.sparkTrack}>
          {b.mean !== null && (
            <span
              className={classes.sparkBar}
              style={{
                height: `${Math.max(4, (50 * Math.abs(b.mean)) / reach)}%`,
                background: b.colour,
                ...(b.mean < 0 ? { top: "50%" } : { bottom: "50%" }),
              }}
            />
          )}
        </span>
      ))}
    </span>
  );
}
