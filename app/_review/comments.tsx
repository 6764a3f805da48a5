import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Kbd,
  Paper,
  Text,
  Textarea,
  Tooltip,
  UnstyledButton,
} from "@mantine/core";
import { IconCircle, IconCircleCheck, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { PartId } from "@/core/domain/ids";
import type { Part } from "@/core/domain/parts";
import { errorText } from "../_ui/api";
import type { Review } from "./decisions";
import classes from "./review.module.css";

export type Pinned = Review["comments"][number];

/** What is pinned to the photograph, in the order of the numbers on it. */
export function Comments({
  comments,
  parts,
  me,
  selected,
  onSelect,
  onSettle,
  onRemove,
  removableOn,
}: {
  comments: readonly Pinned[];
  parts: readonly Part[];
  me: string;
  selected: string | null;
  onSelect: (comment: Pinned) => void;
  /** Missing where the person may not. */
  onSettle?: ((commentId: string, done: boolean) => void) | undefined;
  /** For own comments on the revision `removableOn`. */
  onRemove?: ((commentId: string) => void) | undefined;
  removableOn?: string;
}) {
  return (
    <section aria-label="Comments" className={classes.section}>
      <Group justify="space-between" mb={6}>
        <Text component="h2" className={classes.heading}>
          Pinned comments
        </Text>
        {onRemove && (
          <Text size="xs" c="dimmed">
            <Kbd size="xs">C</Kbd> pins one
          </Text>
        )}
      </Group>
      {comments.length === 0 && (
        <Text size="sm" c="dimmed">
          None on this image.
        </Text>
      )}
      <ol className={classes.list}>
        {comments.map((comment, index) => {
          const part = parts.find((p) => p.id === comment.partId);
          const done = comment.settledAt !== null;
          return (
            <li
              key={comment.id}
              className={classes.comment}
              data-active={selected === comment.id || undefined}
              data-done={done || undefined}
            >
              <UnstyledButton className={classes.commentText} onClick={() => onSelect(comment)}>
                <span className={classes.pinNumber} data-done={done || undefined}>
                  {index + 1}
                </span>
                <span>
                  <Text span size="sm" display="block">
                    {comment.text}
                  </Text>
                  <Text span size="xs" c="dimmed" display="block">
                    {comment.authorName ?? "Somebody"} on r{comment.revisionNumber}
                    {part && ` · ${part.name}`}
                    {done && ` · done${comment.settledByName ? ` by ${comment.settledByName}` : ""}`}
                  </Text>
                </span>
              </UnstyledButton>
              {onSettle && (
                <Tooltip label={done ? "Open again" : "Mark as done"} openDelay={350}>
                  <ActionIcon
                    variant="subtle"
                    color={done ? "green" : "gray"}
                    size="sm"
                    aria-label={
                      done ? `Open comment ${index + 1} again` : `Mark comment ${index + 1} as done`
                    }
                    onClick={() => onSettle(comment.id, !done)}
                  >
                    {done ? <IconCircleCheck size={17} /> : <IconCircle size={17} />}
                  </ActionIcon>
                </Tooltip>
              )}
              {onRemove && comment.authorId === me && comment.revisionId === removableOn && (
                <Tooltip label="Take away" openDelay={350}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    aria-label={`Take comment ${index + 1} away`}
                    onClick={() => onRemove(comment.id)}
                  >
                    <IconTrash size={15} />
                  </ActionIcon>
                </Tooltip>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The comment being written, beside its place on the photograph. */
export function CommentDraft({
  part,
  onCancel,
  onPin,
}: {
  /** The part in focus; the comment can be about it. */
  part: Part | null;
  onCancel: () => void;
  onPin: (text: string, partId: PartId | null) => Promise<unknown>;
}) {
  const [text, setText] = useState("");
  const [about, setAbout] = useState(true);
  const [state, setState] = useState<{ busy: boolean; error: string | null }>({ busy: false, error: null });
  const pin = async () => {
    if (text.trim() === "") return setState({ busy: false, error: "Write something to pin." });
    setState({ busy: true, error: null });
    await onPin(text.trim(), part && about ? part.id : null).catch((error) =>
      setState({ busy: false, error: errorText(error) }),
    );
  };
  const onKey = (event: React.KeyboardEvent) => {
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter" && !event.shiftKey) void pin();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Paper shadow="md" withBorder p="xs" w={270} role="dialog" aria-label="New comment" onKeyDown={onKey}>
      <Textarea
        aria-label="Comment"
        placeholder="What should be looked at here?"
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        data-autofocus
        ref={(node) => node?.focus()}
        value={text}
        error={state.error}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {part && (
        <Checkbox
          size="xs"
          mt={8}
          label={`About ${part.name}`}
          checked={about}
          onChange={(event) => setAbout(event.currentTarget.checked)}
        />
      )}
      <Group justify="space-between" mt={8}>
        <Text size="xs" c="dimmed">
          <Kbd size="xs">Enter</Kbd> pins, <Kbd size="xs">Esc</Kbd> cancels
        </Text>
        <Button size="compact-sm" loading={state.busy} onClick={() => void pin()}>
          Pin
        </Button>
      </Group>
    </Paper>
  );
}
