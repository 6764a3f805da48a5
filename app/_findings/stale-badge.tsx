import { Badge, Tooltip } from "@mantine/core";
import { IconClockExclamation } from "@tabler/icons-react";
import type { StaleReason } from "@/core/analysis/comparison/finding";
import { staleWords } from "@/core/analysis/comparison/finding-words";
import classes from "./findings.module.css";

/** Says that something a finding rests on has changed, and what; nothing while it is up to date. */
export function StaleBadge({ reasons }: { reasons: readonly StaleReason[] }) {
  if (reasons.length === 0) return null;
  return (
    <Tooltip multiline w={280} label={staleWords(reasons).join(" ")}>
      <Badge
        className={classes.stale}
        variant="light"
        color="yellow"
        size="sm"
        tt="none"
        fw={550}
        leftSection={<IconClockExclamation size={13} aria-hidden="true" />}
      >
        Stale
      </Badge>
    </Tooltip>
  );
}
