"use client";
import { SimpleGrid, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ClassGroupInput, classGroupProblems } from "@/core/domain/classes";
import { explanationId } from "@/core/domain/explanation";
import { useTRPC } from "../api";
import { carriedGroups, sameClasses } from "../forms/carried-groups";
import { ExplanationSelect } from "../forms/explanation-select";
import { GroupEditor } from "../forms/group-editor";
import { ModelSelect } from "../forms/model-select";
import { Section } from "../page";
import { useProject } from "../project/project-context";
import { plainGroups } from "./groups-section";
import { SaveRow } from "./save-row";
import { useDraft } from "./use-draft";
import { useSave } from "./use-save";

export function NetworksSection() {
  const { project } = useProject();
  const trpc = useTRPC();
  const { data: models = [] } = useQuery(trpc.models.list.queryOptions());
  const update = useMutation(trpc.projects.update.mutationOptions());
  const classifier = useDraft(project.classifier?.id ?? null);
  const segmenter = useDraft(project.segmenter?.id ?? null);
  const method = useDraft(project.explanation, (a, b) => explanationId(a) === explanationId(b));
  const fields = [classifier, segmenter, method];
  const [groups, setGroups] = useState<ClassGroupInput[] | null>(null);
  const namesOf = (id: string | null) => models.find((model) => model.id === id)?.classNames;
  const names = namesOf(classifier.value) ?? [];
  const chooseClassifier = (id: string | null) => {
    classifier.set(id);
    const [from, to] = [project.classifier?.classNames ?? [], namesOf(id)];
    const other = to !== undefined && id !== project.classifier?.id && !sameClasses(from, to);
    setGroups(other ? carriedGroups(plainGroups(project.groups), from, to) : null);
  };
  const regrouped = classifier.changed ? groups : null;
  const save = useSave(
    () =>
      update.mutateAsync({
        projectId: project.id,
        ...(classifier.changed ? { classifierId: classifier.value } : {}),
        ...(regrouped ? { groups: regrouped } : {}),
        ...(segmenter.changed ? { segmenterId: segmenter.value } : {}),
        ...(method.changed ? { explanation: method.value } : {}),
      }),
    fields,
  );
  const hints = [
    classifier.changed && "Every photograph is classified and explained again.",
    method.changed &&
      !classifier.changed &&
      "All relevance maps and scores are computed again; findings made so far keep theirs.",
    segmenter.changed && "Every photograph is segmented again.",
  ];
  return (
    <Section
      title="Networks"
      lead="The classifier is explained, by the method chosen here; the segmenter finds the silhouette."
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <ModelSelect
          label="Classifier"
          kind="classifier"
          models={models}
          value={classifier.value}
          onChange={chooseClassifier}
        />
        <ModelSelect
          label="Segmenter"
          kind="segmenter"
          models={models}
          value={segmenter.value}
          onChange={segmenter.set}
        />
        <ExplanationSelect value={method.value} onChange={method.set} />
      </SimpleGrid>
      {regrouped && (
        <>
          <Text size="sm" my="md">
            This network has other classes. These groups come with it:
          </Text>
          <GroupEditor groups={regrouped} names={names} onChange={setGroups} />
        </>
      )}
      <SaveRow
        fields={fields}
        problem={regrouped ? classGroupProblems(regrouped, names.length)[0] : undefined}
        hint={hints.filter(Boolean).join(" ")}
        save={save}
      />
    </Section>
  );
}
