"use client";
import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";

export interface FindingWords {
  title: string;
  note: string;
}

interface Props {
  heading: string;
  /** Said under the heading: what is being saved. */
  description: string;
  start: FindingWords;
  onSubmit(words: FindingWords): Promise<unknown>;
  onClose(): void;
}

/** Title and note of a finding, new or changed. */
export function WordsDialog({ heading, description, start, onSubmit, onClose }: Props) {
  const [words, setWords] = useState(start);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await onSubmit({ title: words.title.trim(), note: words.note.trim() });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : "The finding could not be saved. Try again.");
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={heading} centered radius="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {description}
          </Text>
          <TextInput
            label="Title"
            required
            maxLength={120}
            data-autofocus
            value={words.title}
            onChange={(e) => setWords({ ...words, title: e.currentTarget.value })}
          />
          <Textarea
            label="Note"
            placeholder="What does it mean?"
            autosize
            minRows={3}
            maxRows={12}
            maxLength={8000}
            value={words.note}
            onChange={(e) => setWords({ ...words, note: e.currentTarget.value })}
          />
          {failure && (
            <Alert color="red" variant="light">
              {failure}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={words.title.trim() === ""}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
