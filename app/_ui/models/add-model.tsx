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
import { type FormEvent, useState } from "react";
import type { InputTransform } from "@/core/domain/spaces";
import { errorCode, errorText, type Model, useTRPC } from "../api";
import { sendFile } from "../photos/send-file";
import { count } from "../words";
import classes from "./models.module.css";
import { TransformFields } from "./transform-fields";
import { DEFAULT_TRANSFORM, parseClassList, TRANSFORMS } from "./transforms";

type Kind = Model["kind"];

/** Registers a network: its file, its class names, how it wants its input; then says what the compiler found. */
export function AddModel({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Add a network" size="lg" centered>
      <Form close={close} />
    </Modal>
  );
}

function Form({ close }: { close: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const register = useMutation(
    trpc.models.register.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.models.list.queryFilter()),
    }),
  );
  const [kind, setKind] = useState<Kind>("classifier");
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState("");
  const [names, setNames] = useState<string[] | null>(null);
  const [transform, setTransform] = useState<InputTransform>(
    TRANSFORMS[DEFAULT_TRANSFORM.classifier]!.transform,
  );
  const [sent, setSent] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  const chooseKind = (value: Kind) => {
    setKind(value);
    setTransform(TRANSFORMS[DEFAULT_TRANSFORM[value]]!.transform);
  };
  const chooseFile = (chosen: File | null) => {
    setFile(chosen);
    if (chosen && name === "") setName(chosen.name.replace(/\.onnx$/i, ""));
  };
  const chooseNames = async (chosen: File | null) => {
    setFailure(null);
    try {
      setNames(chosen && parseClassList(await chosen.text()));
    } catch {
      setNames(null);
      setFailure("The class list cannot be read: one name a line, or a JSON list.");
    }
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!file || !names) return;
    setFailure(null);
    setSent(0);
    try {
      const { sha256 } = (await sendFile("/api/models", file, {
        onProgress: (bytes) => setSent(bytes / file.size),
        signal: new AbortController().signal,
      })) as { sha256: string };
      await register.mutateAsync({ kind, name, sha256, classNames: names, transform });
    } catch (error) {
      setFailure(errorCode(error) ? errorText(error) : (error as Error).message);
    } finally {
      setSent(null);
    }
  };

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
        onChange={chooseFile}
        required
      />
      <TextInput label="Name" value={name} onChange={(e) => setName(e.currentTarget.value)} required />
      <FileInput
        label="Class names"
        description={
          names
            ? `${count(names.length, "class", "classes")}: ${names.slice(0, 3).join(", ")} …`
            : "One name a line"
        }
        placeholder="Choose a text file"
        accept=".txt,.json,.csv"
        onChange={chooseNames}
        required
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
        <Button type="submit" disabled={!file || !names || name.trim() === ""} loading={sent !== null}>
          Add
        </Button>
      </Group>
    </form>
  );
}

function Result({ model, close }: { model: Model; close: () => void }) {
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
