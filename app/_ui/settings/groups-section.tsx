"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type ClassGroupInput, classGroupProblems } from "@/core/domain/classes";
import { type Project, useTRPC } from "../api";
import { GroupEditor } from "../forms/group-editor";
import { Section } from "../page";
import { useProject } from "../project/project-context";
import { SaveRow } from "./save-row";
import { useSave } from "./use-save";

const plain = (groups: Project["groups"]): ClassGroupInput[] =>
  groups.map(({ name, symbol, isTarget, classIndices }) => ({ name, symbol, isTarget, classIndices }));

export function GroupsSection() {
  const { project } = useProject();
  const trpc = useTRPC();
  const replace = useMutation(trpc.groups.replace.mutationOptions());
  const [groups, setGroups] = useState(() => plain(project.groups));
  const save = useSave(() => replace.mutateAsync({ projectId: project.id, groups }));
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
      <GroupEditor groups={groups} names={names} onChange={setGroups} />
      <SaveRow
        changed={JSON.stringify(groups) !== JSON.stringify(plain(project.groups))}
        problem={problems[0]}
        hint="Another target group has every photograph explained again."
        save={save}
      />
    </Section>
  );
}
