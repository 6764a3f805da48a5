"use client";
import { useMutation } from "@tanstack/react-query";
import { useMemo } from "react";
import { type ClassGroupInput, classGroupProblems } from "@/core/domain/classes";
import { type Project, useTRPC } from "../api";
import { GroupEditor } from "../forms/group-editor";
import { Section } from "../page";
import { useProject } from "../project/project-context";
import { SaveRow } from "./save-row";
import { useDraft } from "./use-draft";
import { useSave } from "./use-save";

/** Without what only the database needs. */
export const plainGroups = (groups: Project["groups"]): ClassGroupInput[] =>
  groups.map(({ name, symbol, isTarget, classIndices }) => ({ name, symbol, isTarget, classIndices }));

const same = (a: readonly ClassGroupInput[], b: readonly ClassGroupInput[]) =>
  JSON.stringify(a) === JSON.stringify(b);

export function GroupsSection() {
  const { project } = useProject();
  const trpc = useTRPC();
  const replace = useMutation(trpc.groups.replace.mutationOptions());
  const present = useMemo(() => plainGroups(project.groups), [project.groups]);
  const draft = useDraft<ClassGroupInput[]>(present, same);
  const groups = draft.value;
  const save = useSave(() => replace.mutateAsync({ projectId: project.id, groups }), [draft]);
  const names = project.classifier?.classNames ?? [];
  const problems = [
    ...(groups.some((group) => group.name.trim() === "") ? ["Name every group."] : []),
    ...(project.classifier ? classGroupProblems(groups, names.length) : []),
  ];
  return (
    <Section
      title="Class groups"
      lead="The best class of the target group is explained. The other groups are symbols on the map."
    >
      <GroupEditor groups={groups} names={names} onChange={draft.set} />
      <SaveRow
        fields={[draft]}
        problem={problems[0]}
        hint="Another target group has every photograph explained again."
        save={save}
      />
    </Section>
  );
}
