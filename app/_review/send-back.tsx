import { Button, Group, Kbd, Modal, Stack, Text, Textarea, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { Part } from "@/core/domain/parts";
import { REVIEW_REASON_NAMES, REVIEW_REASONS, type ReviewReason } from "@/core/domain/review";
import type { ShownDecision } from "./decisions";
import classes from "./review.module.css";

/** Why a part goes back: a reason by its digit, and a word if one likes. Enter sends it. */
export function SendBack({
  part,
  present,
  onClose,
  onSend,
}: {
  part: Part;
  present: ShownDecision | undefined;
  onClose: () => void;
  onSend: (reason: ReviewReason, note: string) => void;
}) {
  const [reason, setReason] = useState<ReviewReason | null>(present?.reason ?? null);
  const [note, setNote] = useState(present?.verdict === "changes_requested" ? present.note : "");
  const [tried, setTried] = useState(false);
  const wanting =
    reason === null
      ? "Choose a reason."
      : reason === "other" && note.trim() === ""
        ? "Say in a few words what is wrong."
        : null;
  const send = () => {
    setTried(true);
    if (reason !== null && wanting === null) onSend(reason, note.trim());
  };
  const onKey = (event: React.KeyboardEvent) => {
    const writing = event.target instanceof HTMLTextAreaElement;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (!writing && /^[1-9]$/.test(event.key)) {
      const chosen = REVIEW_REASON_NAMES[Number(event.key) - 1];
      if (!chosen) return;
      event.preventDefault();
      setReason(chosen);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={440}
      centered
      transitionProps={{ duration: 100 }}
      title={
        <Group gap={8}>
          <span className={classes.swatch} style={{ background: part.colour }} />
          <Text fw={600}>Send back {part.name}</Text>
        </Group>
      }
    >
      <Stack gap="sm" pt={4} onKeyDown={onKey}>
        <div role="radiogroup" aria-label="Reason" className={classes.reasons}>
          {REVIEW_REASON_NAMES.map((name, index) => (
            <UnstyledButton
              key={name}
              role="radio"
              aria-checked={reason === name}
              className={classes.reasonChoice}
              data-chosen={reason === name || undefined}
              {...(index === 0 ? { "data-autofocus": true } : {})}
              onClick={() => setReason(name)}
            >
              <Kbd size="xs">{index + 1}</Kbd>
              <Text span size="sm">
                {REVIEW_REASONS[name].label}
              </Text>
            </UnstyledButton>
          ))}
        </div>
        <Textarea
          label="In your words"
          description={
            reason && reason !== "other" ? `The annotator reads: “${REVIEW_REASONS[reason].asks}”` : undefined
          }
          value={note}
          maxLength={1000}
          autosize
          minRows={2}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="space-between">
          <Text
            size="xs"
            c={tried && wanting ? "red" : "dimmed"}
            role={tried && wanting ? "alert" : undefined}
          >
            {tried && wanting ? (
              wanting
            ) : (
              <>
                <Kbd size="xs">1</Kbd>–<Kbd size="xs">8</Kbd> chooses, <Kbd size="xs">Enter</Kbd> sends
              </>
            )}
          </Text>
          <Button color="orange.8" onClick={send}>
            Send back
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
