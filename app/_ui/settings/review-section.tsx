"use client";
import { Checkbox } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../api";
import { Section } from "../page";
import { useProject } from "../project/project-context";
import { SaveRow } from "./save-row";
import { useSave } from "./use-save";

export function ReviewSection() {
  const { project } = useProject();
  const trpc = useTRPC();
  const update = useMutation(trpc.projects.update.mutationOptions());
  const [fourEyes, setFourEyes] = useState(project.fourEyes);
  const save = useSave(() => update.mutateAsync({ projectId: project.id, fourEyes }));
  return (
    <Section title="Review">
      <Checkbox
        label="A second pair of eyes approves"
        description="Nobody approves a revision that they alone drew, not even an owner. Sending it back stays possible."
        checked={fourEyes}
        onChange={(event) => setFourEyes(event.currentTarget.checked)}
      />
      <SaveRow changed={fourEyes !== project.fourEyes} save={save} />
    </Section>
  );
}
