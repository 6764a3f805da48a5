"use client";
import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { FormDialog } from "@/app/_ui/forms/form-dialog";

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
  return (
    <FormDialog
      title={heading}
      description={description}
      action="Save"
      ready={words.title.trim() !== ""}
      failed="The finding could not be saved. Try again."
      onSubmit={() => onSubmit({ title: words.title.trim(), note: words.note.trim() })}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
