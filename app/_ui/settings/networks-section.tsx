"use client";
import { SimpleGrid } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { explanationId } from "@/core/domain/explanation";
import { useTRPC } from "../api";
import { ExplanationSelect } from "../forms/explanation-select";
import { ModelSelect } from "../forms/model-select";
import { Section } from "../page";
import { useProject } from "../project/project-context";
import { SaveRow } from "./save-row";
import { useSave } from "./use-save";

export function NetworksSection() {
  const { project } = useProject();
  const trpc = useTRPC();
  const { data: models = [] } = useQuery(trpc.models.list.queryOptions());
  const update = useMutation(trpc.projects.update.mutationOptions());
  const [classifierId, setClassifier] = useState(project.classifier?.id ?? null);
  const [segmenterId, setSegmenter] = useState(project.segmenter?.id ?? null);
  const [explanation, setExplanation] = useState(project.explanation);
  const save = useSave(() =>
    update.mutateAsync({ projectId: project.id, classifierId, segmenterId, explanation }),
  );
  const classifier = classifierId !== (project.classifier?.id ?? null);
  const segmenter = segmenterId !== (project.segmenter?.id ?? null);
  const method = explanationId(explanation) !== explanationId(project.explanation);
  const hints = [
    classifier && "Every photograph is classified and explained again. Check the class groups afterwards.",
    method &&
      !classifier &&
      "All relevance maps and scores are computed again; findings made so far keep theirs.",
    segmenter && "Every photograph is segmented again.",
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
          value={classifierId}
          onChange={setClassifier}
        />
        <ModelSelect
          label="Segmenter"
          kind="segmenter"
          models={models}
          value={segmenterId}
          onChange={setSegmenter}
        />
        <ExplanationSelect value={explanation} onChange={setExplanation} />
      </SimpleGrid>
      <SaveRow
        changed={classifier || segmenter || method}
        hint={hints.filter(Boolean).join(" ")}
        save={save}
      />
    </Section>
  );
}
