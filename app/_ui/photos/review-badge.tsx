import { Badge, Text } from "@mantine/core";
import type { ImageCard } from "../api";

const WORDS = {
  submitted: { label: "Annotated", color: "accent" },
  approved: { label: "Approved", color: "green" },
  changes_requested: { label: "Changes asked", color: "orange" },
} as const;

/** How far people are with an image: its newest revision, and whether it was edited since. */
export function ReviewBadge({ revision }: { revision: ImageCard["revision"] }) {
  if (!revision)
    return (
      <Text size="xs" c="dimmed">
        Not annotated
      </Text>
    );
  const { label, color } = WORDS[revision.state];
  return (
    <Badge variant="light" color={revision.stale ? "gray" : color} size="sm" tt="none" fw={500}>
      {revision.stale ? "Edited since" : label} · r{revision.number}
    </Badge>
  );
}
