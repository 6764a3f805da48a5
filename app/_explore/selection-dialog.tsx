"use client";
import { ColorSwatch, Group, Text, Textarea, TextInput, UnstyledButton } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { FormDialog } from "@/app/_ui/forms/form-dialog";
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
  return (
    <FormDialog
      title={title}
      description={description}
      size="sm"
      action={action}
      ready={draft.name.trim() !== ""}
      failed="The selection could not be saved. Try again."
      onSubmit={() => onSubmit({ ...draft, name: draft.name.trim(), note: draft.note.trim() })}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
