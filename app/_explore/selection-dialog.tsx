"use client";
import {
  Alert,
  Button,
  ColorSwatch,
  Group,
  Modal,
  Stack,
  Text,
  Textarea,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { SELECTION_COLOURS } from "./selection-colours";

export interface SelectionDraft {
  name: string;
  colour: string;
  note: string;
}

interface Props {
  title: string;
  /** Said under the title: what is being saved. */
  description: string;
  start: SelectionDraft;
  action: string;
  onSubmit(draft: SelectionDraft): Promise<unknown>;
  onClose(): void;
}

/** Name, colour and note of a selection, new or changed. */
export function SelectionDialog({ title, description, start, action, onSubmit, onClose }: Props) {
  const [draft, setDraft] = useState(start);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await onSubmit({ ...draft, name: draft.name.trim(), note: draft.note.trim() });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : "The selection could not be saved. Try again.");
      setBusy(false);
    }
  };

  return (
    <Modal opened onClose={onClose} title={title} centered size="sm" radius="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {description}
          </Text>
          <TextInput
            label="Name"
            required
            maxLength={80}
            data-autofocus
            value={draft.name}
            onChange={(e) => setDraft({ ...draft, name: e.currentTarget.value })}
          />
          <div>
            <Text size="sm" fw={500} mb={6}>
              Colour
            </Text>
            <Group gap={7} role="radiogroup" aria-label="Colour">
              {SELECTION_COLOURS.map((colour, i) => (
                <UnstyledButton
                  key={colour}
                  role="radio"
                  aria-checked={draft.colour === colour}
                  aria-label={`Colour ${i + 1}`}
                  onClick={() => setDraft({ ...draft, colour })}
                >
                  <ColorSwatch color={colour} size={26} radius={8} c="#fff" withShadow={false}>
                    {draft.colour === colour && <IconCheck size={15} />}
                  </ColorSwatch>
                </UnstyledButton>
              ))}
            </Group>
          </div>
          <Textarea
            label="Note"
            placeholder="What did you see?"
            autosize
            minRows={2}
            maxRows={6}
            maxLength={2000}
            value={draft.note}
            onChange={(e) => setDraft({ ...draft, note: e.currentTarget.value })}
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
            <Button type="submit" loading={busy} disabled={draft.name.trim() === ""}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
