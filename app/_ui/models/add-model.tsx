"use client";
import {
  Alert,
  Button,
  FileInput,
  Group,
  Modal,
  Progress,
  SegmentedControl,
  Text,
  TextInput,
} from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useEffectEvent, useState } from "react";
import type { InputTransform } from "@/core/domain/spaces";
import type { RouterOutputs } from "@/server/trpc/router";
import { errorCode, errorText, type Model, useTRPC } from "../api";
import { count } from "../words";
import { type Description, parseDescription } from "./description";
import classes from "./models.module.css";
import { TransformFields } from "./transform-fields";
import { DEFAULT_TRANSFORM, TRANSFORMS } from "./transforms";
import { useModelUpload } from "./use-model-upload";

type Kind = Model["kind"];
type Registered = RouterOutputs["models"]["register"];

/** Registers a network: its file, its class names, how it wants its input; then says what the compiler found. */
export function AddModel({
  opened,
  close,
  dropped = [],
}: {
  opened: boolean;
  close: () => void;
  /** Files to begin with: the network, and what describes it. */
  dropped?: readonly File[];
}) {
  return (
    <Modal opened={opened} onClose={close} title="Add a network" size="lg" centered>
      <Form close={close} dropped={dropped} />
    </Modal>
  );
}

function Form({ close, dropped }: { close: () => void; dropped: readonly File[] }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const register = useMutation(
    trpc.models.register.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.models.pathFilter()),
    }),
  );
  const [kind, setKind] = useState<Kind>("classifier");
  const [name, setName] = useState("");
  const [names, setNames] = useState<string[] | null>(null);
  const [note, setNote] = useState("");
  const [transform, setTransform] = useState<InputTransform>(
    TRANSFORMS[DEFAULT_TRANSFORM.classifier]!.transform,
  );
  const [failure, setFailure] = useState<string | null>(null);
  const [known, setKnown] = useState<string | null>(null);
  const upload = useModelUpload();

  const apply = (found: Description & { note?: string }) => {
    setNames(found.classNames);
    if (found.kind) setKind(found.kind);
    if (found.name) setName(found.name);
    if (found.transform) setTransform(found.transform);
    if (found.note) setNote(found.note);
  };
  const chooseKind = (value: Kind) => {
    setKind(value);
    setTransform(TRANSFORMS[DEFAULT_TRANSFORM[value]]!.transform);
  };
  const chooseFile = async (chosen: File | null) => {
    setFailure(null);
    setKnown(null);
    if (chosen && name === "") setName(chosen.name.replace(/\.onnx$/i, ""));
    try {
      const sha256 = await upload.begin(chosen);
      if (!sha256) return;
      const found = await queryClient.fetchQuery(trpc.models.recognise.queryOptions({ sha256 }));
      if (!found) return;
      apply(found);
      setKnown(found.name);
    } catch (error) {
      setFailure(errorCode(error) ? errorText(error) : (error as Error).message);
    }
  };
  const chooseNames = async (chosen: File | null) => {
    setFailure(null);
    try {
      if (chosen) apply(parseDescription(await chosen.text()));
      else setNames(null);
    } catch {
      setNames(null);
      setFailure(
        "The class list cannot be read: one name a line, a JSON list, or the .json written beside an exported network.",
      );
    }
  };
  const begin = useEffectEvent(() => {
    const network = dropped.find((f) => /\.onnx$/i.test(f.name));
    const description = dropped.find((f) => /\.(json|txt|csv)$/i.test(f.name));
    if (network) void chooseFile(network);
    if (description) void chooseNames(description);
    if (dropped.length > 0 && !network) setFailure("Drop the network’s .onnx file, too.");
  });
  useEffect(() => begin(), []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!names) return;
    setFailure(null);
    try {
      const sha256 = await upload.arrived();
      await register.mutateAsync({ kind, name, sha256, classNames: names, transform, note });
    } catch (error) {
      setFailure(errorCode(error) ? errorText(error) : (error as Error).message);
    }
  };
  const { file, sent } = upload;

  if (register.data) return <Result model={register.data} close={close} />;
  return (
    <form className={classes.form} onSubmit={submit}>
      {failure && (
        <Alert color="red" variant="light" role="alert">
          {failure}
        </Alert>
      )}
      <SegmentedControl
        aria-label="Kind of network"
        value={kind}
        onChange={(value) => chooseKind(value as Kind)}
        data={[
          { value: "classifier", label: "Classifier" },
          { value: "segmenter", label: "Segmenter" },
        ]}
      />
      <FileInput
        label="ONNX file"
        placeholder="Choose an .onnx file"
        accept=".onnx"
        value={file}
        onChange={(chosen) => void chooseFile(chosen)}
        required
      />
      {known && (
        <Alert color="accent" variant="light" role="status" title={`This is ${known}`}>
          Known by its checksum: class names and input are filled in. Nothing more is needed.
        </Alert>
      )}
      <TextInput label="Name" value={name} onChange={(e) => setName(e.currentTarget.value)} required />
      <FileInput
        label="Class names"
        description={
          names
            ? `${count(names.length, "class", "classes")}: ${names.slice(0, 3).join(", ")} …`
            : "One name a line; or the .json that the export writes beside a network"
        }
        placeholder="Choose a text file"
        accept=".txt,.json,.csv"
        onChange={(chosen) => void chooseNames(chosen)}
        required={names === null}
      />
      <TransformFields value={transform} onChange={setTransform} />
      {sent !== null && <Progress value={sent * 100} aria-label="Upload" />}
      <Group justify="flex-end">
        <Text size="sm" c="dimmed" flex={1}>
          {register.isPending ? "Reading the network …" : sent !== null ? "Uploading …" : ""}
        </Text>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" disabled={!file || !names || name.trim() === ""} loading={register.isPending}>
          Add
        </Button>
      </Group>
    </form>
  );
}

function Result({ model, close }: { model: Registered; close: () => void }) {
  return (
    <div className={classes.form}>
      <Alert color={model.usable ? "accent" : "red"} variant="light" title={model.name} role="status">
        {model.inspection.summary}
        {!model.usable && " It is kept in the list with the details, but no project can choose it."}
      </Alert>
      <Group justify="flex-end">
        <Button onClick={close}>Done</Button>
      </Group>
    </div>
  );
}
