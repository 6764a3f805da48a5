"use client";
import { Checkbox } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "../api";
import { Section } from "../page";
import { useProject } from "../project/project-context";
import { SaveRow } from "./save-row";
import { useDraft } from "./use-draft";
import { useSave } from "./use-save";

export function ReviewSection() {
  const { project } = useProject();
  const trpc = useTRPC();
  const update = useMutation(trpc.projects.update.mutationOptions());
  const fourEyes = useDraft(project.fourEyes);
  const save = useSave(
    () => update.mutateAsync({ projectId: project.id, fourEyes: fourEyes.value }),
    [fourEyes],
  );
  return (
    <Section title="Review">
      <Checkbox
        label="A second pair of eyes approves"
        description="Nobody approves a revision that they alone drew, not even an owner. Sending it back stays possible."
        checked={fourEyes.value}
        onChange={(event) => fourEyes.set(event.currentTarget.checked)}
      />
      <SaveRow fields={[fourEyes]} save={save} />
    </Section>
  );
}
