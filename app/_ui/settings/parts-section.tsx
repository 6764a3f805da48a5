"use client";
import { useMutation } from "@tanstack/react-query";
import { useMemo } from "react";
import { partListProblems } from "@/core/domain/parts";
import { useTRPC } from "../api";
import { draftsOf, type PartDraft, sentParts } from "../forms/part-drafts";
import { PartEditor } from "../forms/part-editor";
import { Section } from "../page";
import { useProject } from "../project/project-context";
import { SaveRow } from "./save-row";
import { useDraft } from "./use-draft";
import { useSave } from "./use-save";

const same = (a: readonly PartDraft[], b: readonly PartDraft[]) =>
  JSON.stringify(sentParts(a)) === JSON.stringify(sentParts(b));

export function PartsSection() {
  const { project } = useProject();
  const trpc = useTRPC();
  const replace = useMutation(trpc.parts.replace.mutationOptions());
  const present = useMemo(() => draftsOf(project.parts), [project.parts]);
  const draft = useDraft<readonly PartDraft[]>(present, same);
  const parts = draft.value;
  const save = useSave(
    () => replace.mutateAsync({ projectId: project.id, parts: sentParts(parts) }),
    [draft],
  );
  const gone = present.filter((part) => !parts.some((p) => p.id === part.id)).map((part) => part.name);
  const problems = [
    ...(parts.some((part) => part.name.trim() === "") ? ["Name every part."] : []),
    ...partListProblems(parts.map((part, position) => ({ ...part, position }))),
  ];
  return (
    <Section
      title="Parts"
      lead="Where shapes overlap, the higher priority owns the pixel. Sides are the animal's own."
    >
      <PartEditor parts={parts} onChange={draft.set} />
      <SaveRow
        fields={[draft]}
        problem={problems[0]}
        hint={
          gone.length > 0
            ? `Shapes drawn for ${gone.join(", ")} will belong to no part. All scores are computed again.`
            : "All scores are computed again."
        }
        save={save}
      />
    </Section>
  );
}
