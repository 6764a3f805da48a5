import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";

/** Why a closed review is opened again; everybody on the image reads it. */
export function ReopenDialog({
  number,
  busy,
  onClose,
  onReopen,
}: {
  number: number;
  busy: boolean;
  onClose: () => void;
  onReopen: (note: string) => void;
}) {
  const [note, setNote] = useState("");
  return (
    <Modal opened onClose={onClose} centered title={<Text fw={600}>Reopen revision {number}?</Text>}>
      <Stack>
        <Text size="sm">It waits for review again, with its decisions as they are, and can be edited.</Text>
        <Textarea
          label="Why"
          data-autofocus
          autosize
          minRows={2}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={busy} disabled={note.trim() === ""} onClick={() => onReopen(note.trim())}>
            Reopen
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
