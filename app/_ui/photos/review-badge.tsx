import { Badge, Text, Tooltip } from "@mantine/core";
import { STATE_WORDS } from "@/app/_review/words";
import type { ImageCard } from "../api";

/** How far people are with an image: its newest revision, and whether it was edited since. */
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
    </>
  );
}
