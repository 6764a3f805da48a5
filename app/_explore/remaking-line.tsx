import { Button, Progress } from "@mantine/core";
import classes from "./explore.module.css";
import type { Remaking } from "./props";

interface Props {
  remaking: Remaking;
  /** Lays the map out with what is there already; null where it does, or where there is too little. */
  onLayOut: (() => void) | null;
}

/** How far the workers are, and what that means for what is on screen. */
export function RemakingLine({ remaking: { what, done, of }, onLayOut }: Props) {
  return (
    <div className={classes.remaking} role="status">
      <b>
        {what}: {done} of {of}
      </b>
      <Progress
        value={of === 0 ? 0 : (100 * done) / of}
        size={5}
        w={110}
        transitionDuration={200}
        aria-label={what}
      />
      <span>
        Scores of before are marked and not counted{onLayOut ? "; the map follows when all are there." : "."}
      </span>
      {onLayOut && (
        <Button size="compact-xs" variant="default" ml="auto" onClick={onLayOut}>
          Lay out those that are there
        </Button>
      )}
    </div>
  );
}
