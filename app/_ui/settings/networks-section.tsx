"use client";
import { SimpleGrid } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../api";
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
  const save = useSave(() => update.mutateAsync({ projectId: project.id, classifierId, segmenterId }));
  const other = classifierId !== (project.classifier?.id ?? null);
  const changed = other || segmenterId !== (project.segmenter?.id ?? null);
  return (
    <Section title="Networks" lead="The classifier is explained; the segmenter finds the silhouette.">
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
      </SimpleGrid>
      <SaveRow
        changed={changed}
        hint={
          other
            ? "Every photograph is classified and explained again. Check the class groups afterwards."
            : "Every photograph is segmented again."
        }
        save={save}
      />
    </Section>
  );
}
