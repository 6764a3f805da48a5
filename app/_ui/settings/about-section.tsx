"use client";
import { Checkbox, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "../api";
import classes from "../forms/forms.module.css";
import { Section } from "../page";
import { useProject } from "../project/project-context";
import { SaveRow } from "./save-row";
import { useDraft } from "./use-draft";
import { useSave } from "./use-save";

export function AboutSection() {
  const { project } = useProject();
  const trpc = useTRPC();
  const update = useMutation(trpc.projects.update.mutationOptions());
  const name = useDraft(project.name);
  const description = useDraft(project.description);
  const background = useDraft(project.backgroundInScores);
  const fields = [name, description, background];
  // Only what this person changed is sent: the rest may be somebody else's by now.
  const save = useSave(
    () =>
      update.mutateAsync({
        projectId: project.id,
        ...(name.changed ? { name: name.value } : {}),
        ...(description.changed ? { description: description.value } : {}),
        ...(background.changed ? { backgroundInScores: background.value } : {}),
      }),
    fields,
  );
  return (
    <Section title="About">
      <div className={classes.stack}>
        <TextInput
          label="Project name"
          value={name.value}
          onChange={(e) => name.set(e.currentTarget.value)}
          maxLength={80}
        />
        <Textarea
          label="Description"
          value={description.value}
          onChange={(e) => description.set(e.currentTarget.value)}
          autosize
          minRows={2}
        />
        <Checkbox
          label="The background takes part in the scores"
          description="Holds for every chart at once; nothing has to be computed again."
          checked={background.value}
          onChange={(e) => background.set(e.currentTarget.checked)}
        />
      </div>
      <SaveRow
        fields={fields}
        problem={name.value.trim() === "" ? "Give the project a name." : undefined}
        save={save}
      />
    </Section>
  );
}
