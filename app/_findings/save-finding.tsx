"use client";
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBookmarkPlus } from "@tabler/icons-react";
import { useState } from "react";
import { WordsDialog } from "./words-dialog";

interface Props {
  /** The one or two selections compared. */
  names: readonly string[];
  onSave(words: { title: string; note: string }): Promise<{ id: string }>;
  onOpen(findingId: string): void;
}

/** Keeps what is compared on screen, for the whole project. */
export function SaveFinding({ names, onSave, onOpen }: Props) {
  const [asking, setAsking] = useState(false);
  const what = names.map((n) => `“${n}”`).join(" against ");
  return (
    <>
      <Button
        size="compact-xs"
        variant="light"
        style={{ flex: "none" }}
        leftSection={<IconBookmarkPlus size={14} />}
        onClick={() => setAsking(true)}
      >
        Save as finding
      </Button>
      {asking && (
        <WordsDialog
          heading="Save as finding"
          description={`${what}, with this view, its filters and weights, and the revisions the numbers rest on. Everybody in the project will see it.`}
          start={{ title: names.join(" against ").slice(0, 120), note: "" }}
          onSubmit={async (words) => {
            const { id } = await onSave(words);
            setAsking(false);
            notifications.show({
              title: "Finding saved",
              message: (
                <Button size="compact-sm" variant="subtle" px={0} onClick={() => onOpen(id)}>
                  Open “{words.title}”
                </Button>
              ),
            });
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
