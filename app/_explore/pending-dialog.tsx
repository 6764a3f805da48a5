"use client";
import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { ExplorerProps, ExploreSelection, NewSelection } from "./props";
import { nextColour } from "./selection-colours";
import { SelectionDialog, type SelectionDraft } from "./selection-dialog";

/** What a dialog is asking about: a selection to be made, changed or deleted. */
export type Pending =
  | { kind: "create"; name: string; input: Omit<NewSelection, keyof SelectionDraft>; remark?: string }
  | { kind: "edit"; selection: ExploreSelection }
  | { kind: "delete"; selection: ExploreSelection };

interface Props
  extends Pick<
    ExplorerProps,
    "selections" | "onCreateSelection" | "onUpdateSelection" | "onDeleteSelection"
  > {
  pending: Pending;
  onClose(): void;
  onCreated(id: string): void;
}

export function PendingDialog({ pending, selections, onClose, onCreated, ...actions }: Props) {
  switch (pending.kind) {
    case "create":
      return (
        <SelectionDialog
          title="New selection"
          description={[described(pending.input), pending.remark].filter(Boolean).join(" ")}
          start={{ name: pending.name, colour: nextColour(selections.map((s) => s.colour)), note: "" }}
          action="Create"
          onSubmit={async (draft) => {
            const { id } = await actions.onCreateSelection({ ...pending.input, ...draft });
            onCreated(id);
            onClose();
          }}
          onClose={onClose}
        />
      );
    case "edit": {
      const { id, name, colour, note, authorName } = pending.selection;
      return (
        <SelectionDialog
          title="Edit selection"
          description={`Made by ${authorName}. Its members stay as they are.`}
          start={{ name, colour, note }}
          action="Save"
          onSubmit={async (draft) => {
            await actions.onUpdateSelection(id, draft);
            onClose();
          }}
          onClose={onClose}
        />
      );
    }
    case "delete":
      return (
        <DeleteDialog selection={pending.selection} onDelete={actions.onDeleteSelection} onClose={onClose} />
      );
  }
}

function described({ kind, members }: Pick<NewSelection, "kind" | "members">): string {
  const images = `${members.length} ${members.length === 1 ? "image" : "images"}`;
  return kind === "rule"
    ? `A rule: ${images} pass now, and it follows the data. Everybody in the project will see it.`
    : `${images}. Everybody in the project will see it.`;
}

interface DeleteProps {
  selection: ExploreSelection;
  onDelete(id: string): Promise<unknown>;
  onClose(): void;
}

function DeleteDialog({ selection, onDelete, onClose }: DeleteProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const remove = async () => {
    setBusy(true);
    try {
      await onDelete(selection.id);
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : "The selection could not be deleted. Try again.");
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title="Delete selection" centered size="sm" radius="md">
      <Stack gap="sm">
        <Text size="sm">
          “{selection.name}” disappears for everybody in the project. The images stay as they are.
        </Text>
        {failure && (
          <Alert color="red" variant="light">
            {failure}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" loading={busy} onClick={remove}>
            Delete
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
