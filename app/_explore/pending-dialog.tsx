"use client";
import { FormDialog } from "@/app/_ui/forms/form-dialog";
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
    case "delete": {
      const { id, name } = pending.selection;
      return (
        <FormDialog
          title="Delete selection"
          description={`“${name}” disappears for everybody in the project. The images stay as they are.`}
          size="sm"
          action="Delete"
          danger
          ready
          failed="The selection could not be deleted. Try again."
          onSubmit={async () => {
            await actions.onDeleteSelection(id);
            onClose();
          }}
          onClose={onClose}
        />
      );
    }
  }
}

function described({ kind, members }: Pick<NewSelection, "kind" | "members">): string {
  const images = `${members.length} ${members.length === 1 ? "image" : "images"}`;
  return kind === "rule"
    ? `A rule: ${images} pass now, and it follows the data. Everybody in the project will see it.`
    : `${images}. Everybody in the project will see it.`;
}
