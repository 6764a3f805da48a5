import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { Review } from "./decisions";

/** Somebody went on drawing after the revision was frozen: what approving it would mean. */
export function LaterEdits({
  review,
  onClose,
  onDiscard,
}: {
  review: Review;
  onClose: () => void;
  onDiscard: () => void;
}) {
  const who = review.edited?.length ? review.edited.join(" and ") : "Somebody";
  return (
    <Modal opened onClose={onClose} centered title={<Text fw={600}>The drawing has moved on</Text>}>
      <Stack>
        <Text size="sm">
          {who} edited the drawing after revision {review.number} was submitted. You can wait for the next
          revision, or approve this one: the drawing is then set back to what you reviewed, and the later
          edits are gone.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            Wait
          </Button>
          <Button color="red" onClick={onDiscard}>
            Approve and set back
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
