import { Badge, Tooltip } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";

/** Marks scores of before while new ones are being made. */
export function WaitingBadge({ label = WAITING }: { label?: string }) {
  return (
    <Tooltip multiline maw={260} label={label} events={{ hover: true, focus: true, touch: true }}>
      <Badge
        size="xs"
        variant="light"
        color="gray"
        tt="none"
        leftSection={<IconClock size={10} aria-hidden="true" />}
      >
        waiting
      </Badge>
    </Tooltip>
  );
}

const WAITING =
  "These scores are of before: how this project is explained was changed, and new ones are being made. Until they are there they are left out of statistics, filters and the map’s layout.";
