import { Badge, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { STATE_WORDS } from "@/app/_review/words";
import { LOW_BALANCE } from "@/core/analysis/scores/balance";
import type { ImageCard } from "../api";
import { balanceWords } from "../scoring/check-words";
import { WaitingBadge } from "../scoring/waiting-badge";

/** How far people are with an image: its newest revision, whether it was edited since, and whether its scores are doubtful. */
export function ReviewBadge({ revision }: { revision: ImageCard["revision"] }) {
  if (!revision)
    return (
      <Text size="xs" c="dimmed">
        Not annotated
      </Text>
    );
  const { label, color } = STATE_WORDS[revision.state];
  return (
    <>
      <Badge variant="light" color={color} size="sm" tt="none" fw={500}>
        {label} · r{revision.number}
      </Badge>
      {revision.stale && (
        <Tooltip label={`Edited since revision ${revision.number} was submitted`}>
          <Text span size="xs" c="dimmed">
            edited since
          </Text>
        </Tooltip>
      )}
      {revision.waiting && <WaitingBadge />}
      {revision.balance !== null && revision.balance < LOW_BALANCE && (
        <Tooltip label={balanceWords(revision.balance).text}>
          <IconAlertTriangle
            size={14}
            color="var(--mantine-color-orange-6)"
            aria-label="The scores are doubtful: relevance cancels"
          />
        </Tooltip>
      )}
    </>
  );
}
