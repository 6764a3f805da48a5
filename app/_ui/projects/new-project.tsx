"use client";
import {
  Alert,
  Button,
  Checkbox,
  SimpleGrid,
  Skeleton,
  Textarea,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { type ClassGroupInput, classGroupProblems } from "@/core/domain/classes";
import { PART_PRESETS, type PartPresetName, partListProblems } from "@/core/domain/parts";
import { blocks, errorText, type Model, useTRPC } from "../api";
import formClasses from "../forms/forms.module.css";
import { GroupEditor } from "../forms/group-editor";
import { ModelSelect } from "../forms/model-select";
import { presetParts, sentParts } from "../forms/part-drafts";
import { PartEditor } from "../forms/part-editor";
import { suggestGroups } from "../forms/suggest-groups";
import { Page, Section } from "../page";
import { ErrorState } from "../states";

type Preset = PartPresetName | "custom";
const PRESETS: { value: Preset; name: string; description: string }[] = [
  { value: "cat", ...PART_PRESETS.cat },
  { value: "bird", ...PART_PRESETS.bird },
  { value: "custom", name: "Custom", description: "Name the parts yourself." },
];

export function NewProject() {
  const trpc = useTRPC();
  const { data: models, error, refetch } = useQuery(trpc.models.list.queryOptions());
  if (blocks(error, models)) return <ErrorState error={error} retry={refetch} />;
  if (!models)
    return (
      <Page title="New project" narrow>
        <Skeleton height={480} radius="lg" />
      </Page>
    );
  return <Form models={models} />;
}

function Form({ models }: { models: readonly Model[] }) {
  const trpc = useTRPC();
  const router = useRouter();
  const create = useMutation(
    trpc.projects.create.mutationOptions({
      onSuccess: ({ projectId }) => router.push(`/projects/${projectId}/photos`),
    }),
  );
  const first = (kind: Model["kind"]) => models.find((m) => m.kind === kind && m.usable)?.id ?? null;
  const namesOf = (id: string | null) => models.find((m) => m.id === id)?.classNames ?? [];

  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [preset, setPreset] = useState<Preset>("cat");
  const [parts, setParts] = useState(() => presetParts("cat"));
  const [backgroundInScores, setBackgroundInScores] = useState(true);
  const [classifierId, setClassifierId] = useState(() => first("classifier"));
  const [segmenterId, setSegmenterId] = useState(() => first("segmenter"));
  const [groups, setGroups] = useState<ClassGroupInput[]>(() =>
    suggestGroups("cat", namesOf(first("classifier"))),
  );
  const names = namesOf(classifierId);

  const choosePreset = (value: Preset) => {
    setPreset(value);
    setParts(presetParts(value));
    setBackgroundInScores(value === "custom" || PART_PRESETS[value].backgroundInScores);
    setGroups(suggestGroups(value, names));
  };
  const chooseClassifier = (id: string | null) => {
    setClassifierId(id);
    setGroups(suggestGroups(preset, namesOf(id)));
  };
  const problems = [
    ...(name.trim() === "" ? ["Give the project a name."] : []),
    ...(parts.some((part) => part.name.trim() === "") ? ["Name every part."] : []),
    ...partListProblems(parts.map((part, position) => ({ ...part, position }))),
    ...(classifierId ? classGroupProblems(groups, names.length) : ["Choose a classifier."]),
    ...(segmenterId ? [] : ["Choose a segmenter."]),
  ];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      name,
      description,
      classifierId,
      segmenterId,
      backgroundInScores,
      parts: sentParts(parts),
      groups,
    });
  };

  return (
    <form onSubmit={submit}>
      <Page title="New project" narrow>
        {create.error && (
          <Alert color="red" variant="light" role="alert" mb="md">
            {errorText(create.error)}
          </Alert>
        )}
        <Section title="About" lead="What the team will find it by.">
          <div className={formClasses.stack}>
            <TextInput
              label="Project name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={80}
              required
              autoFocus
            />
            <Textarea
              label="Description"
              value={description}
              onChange={(event) => setDescription(event.currentTarget.value)}
              autosize
              minRows={2}
            />
          </div>
        </Section>
        <Section
          title="Parts"
          lead="Everything is drawn over the silhouette. Where shapes overlap, the higher priority owns the pixel; sides are the animal's own."
        >
          <div className={formClasses.presets} role="radiogroup" aria-label="Start from">
            {PRESETS.map(({ value, name: label, description: text }) => (
              <UnstyledButton
                key={value}
                role="radio"
                aria-checked={preset === value}
                className={formClasses.preset}
                data-checked={preset === value || undefined}
                onClick={() => choosePreset(value)}
              >
                <b>{label}</b>
                <span>{text}</span>
              </UnstyledButton>
            ))}
          </div>
          <PartEditor parts={parts} onChange={setParts} />
          <Checkbox
            mt="md"
            label="The background takes part in the scores"
            checked={backgroundInScores}
            onChange={(event) => setBackgroundInScores(event.currentTarget.checked)}
          />
        </Section>
        <Section
          title="Networks"
          lead="The classifier is what you want to understand; the segmenter finds the silhouette."
        >
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <ModelSelect
              label="Classifier"
              kind="classifier"
              models={models}
              value={classifierId}
              onChange={chooseClassifier}
            />
            <ModelSelect
              label="Segmenter"
              kind="segmenter"
              models={models}
              value={segmenterId}
              onChange={setSegmenterId}
            />
          </SimpleGrid>
        </Section>
        <Section
          title="Class groups"
          lead="For every photograph the best class of the target group is explained, even when another class wins. The other groups become symbols on the map."
        >
          <GroupEditor groups={groups} names={names} onChange={setGroups} />
        </Section>
        <div className={formClasses.submit}>
          <span className={formClasses.problems} aria-live="polite">
            {problems[0]}
          </span>
          <Button component={Link} href="/" variant="default">
            Cancel
          </Button>
          <Button type="submit" disabled={problems.length > 0} loading={create.isPending || create.isSuccess}>
            Create project
          </Button>
        </div>
      </Page>
    </form>
  );
}
