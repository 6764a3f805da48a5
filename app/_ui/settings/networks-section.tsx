"use client";
import { SimpleGrid } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { explanationId } from "@/core/domain/explanation";
import { useTRPC } from "../api";
import { ExplanationSelect } from "../forms/explanation-select";
import { ModelSelect } from "../forms/model-select";
import { Section } from "../page";
import { useProject } from "../project/project-context";
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
  const save = useSave(
    () =>
      update.mutateAsync({
        projectId: project.id,
        ...(classifier.changed ? { classifierId: classifier.value } : {}),
        ...(segmenter.changed ? { segmenterId: segmenter.value } : {}),
        ...(method.changed ? { explanation: method.value } : {}),
      }),
    fields,
  );
  const hints = [
    classifier.changed &&
      "Every photograph is classified and explained again. Check the class groups afterwards.",
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
          onChange={classifier.set}
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
      <SaveRow fields={fields} hint={hints.filter(Boolean).join(" ")} save={save} />
    </Section>
  );
}
