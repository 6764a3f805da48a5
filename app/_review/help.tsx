import { Group, Kbd, Modal, SimpleGrid, Stack, Text } from "@mantine/core";
import { REVIEW_BINDINGS } from "./keys";
import classes from "./review.module.css";

const SHOWN: Record<string, string> = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  Enter: "⏎",
  Escape: "Esc",
  A: "Shift A",
};

/** All keys of a review, from the table the keyboard itself uses. */
export function ReviewHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={open}
      onClose={onClose}
      size="xl"
      centered
      transitionProps={{ duration: 120 }}
      title={<Text fw={600}>Reviewing by keyboard</Text>}
    >
      <SimpleGrid className={classes.keys} cols={{ base: 1, sm: 3 }} spacing="xl">
        {(["Decide", "Move", "Look"] as const).map((group) => (
          <Stack key={group} gap={6}>
            <Text size="xs" fw={600} c="dimmed">
              {group}
            </Text>
            {REVIEW_BINDINGS.filter((b) => b.group === group).map(({ label, keys }) => (
              <Group key={label} justify="space-between" wrap="nowrap" gap="xs" align="start">
                <Text size="sm">{label}</Text>
                <Group gap={3} wrap="nowrap">
                  {keys
                    .filter((key) => key !== "=")
                    .map((key) => (
                      <Kbd key={key} size="xs">
                        {SHOWN[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
                      </Kbd>
                    ))}
                </Group>
              </Group>
            ))}
          </Stack>
        ))}
      </SimpleGrid>
    </Modal>
  );
}
