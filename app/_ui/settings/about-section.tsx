"use client";
import { Checkbox, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../api";
import classes from "../forms/forms.module.css";
import { Section } from "../page";
import { useProject } from "../project/project-context";
import { SaveRow } from "./save-row";
import { useSave } from "./use-save";

export function AboutSection() {
  const { project } = useProject();
  const trpc = useTRPC();
  const update = useMutation(trpc.projects.update.mutationOptions());
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const [backgroundInScores, setBackground] = useState(project.backgroundInScores);
  const save = useSave(() =>
    update.mutateAsync({ projectId: project.id, name, description, backgroundInScores }),
  );
  const changed =
    name !== project.name ||
    description !== project.description ||
    backgroundInScores !== project.backgroundInScores;
  return (
    <Section title="About">
      <div className={classes.stack}>
        <TextInput
          label="Project name"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          maxLength={80}
        />
        <Textarea
          label="Description"
          value={description}
          onChange={(e) => setDescription(e.currentTarget.value)}
          autosize
          minRows={2}
        />
        <Checkbox
          label="The background takes part in the scores"
          description="Holds for every chart at once; nothing has to be computed again."
          checked={backgroundInScores}
          onChange={(e) => setBackground(e.currentTarget.checked)}
        />
      </div>
      <SaveRow
        changed={changed}
        problem={name.trim() === "" ? "Give the project a name." : undefined}
        save={save}
      />
    </Section>
  );
}
