import { Alert, Anchor, Button, Group, Text, UnstyledButton } from "@mantine/core";
import { IconClockCheck, IconInfoCircle, IconLock, IconMessageReport } from "@tabler/icons-react";
import Link from "next/link";
import { useState } from "react";
import { Comments } from "@/app/_review/comments";
import { ReopenDialog } from "@/app/_review/reopen-dialog";
import { REVIEW_REASONS } from "@/core/domain/review";
import { may } from "@/core/domain/roles";
import * as act from "../actions";
import classes from "../editor.module.css";
import type { EditorReview } from "../types";
import { useEditor, useProps } from "./context";

/** Where the review stands: what a reviewer asks to change, part by part, and what is pinned. Nothing before a revision. */
export function ReviewPanel() {
  const { review, parts, role, user } = useProps();
  const editor = useEditor();
  const [selected, setSelected] = useState<string | null>(null);
  if (!review) return null;
  const settle = may(role, "annotation.edit") && review.state !== "approved" ? review.onSettle : undefined;
  return (
    <section aria-label="Review" className={classes.review}>
      {review.problem && (
        <Alert color="red" role="alert" mb={8}>
          {review.problem}
        </Alert>
      )}
      <Standing review={review} />
      {review.comments.length > 0 && (
        <Comments
          comments={review.comments}
          parts={parts}
          me={user.id}
          selected={selected}
          onSelect={(comment) => {
            setSelected(comment.id);
            editor.showPoint([comment.x, comment.y]);
          }}
          onSettle={settle}
        />
      )}
    </section>
  );
}

function Standing({ review }: { review: EditorReview }) {
  const { role } = useProps();
  const { number, state, reviewedByName, reviewNote } = review;
  const by = reviewedByName ?? "a reviewer";
  const canReview = may(role, "revision.review");
  switch (state) {
    case "approved":
      return (
        <Alert color="green" icon={<IconLock size={17} />} title={`Revision ${number} is approved`}>
          <Text size="sm">By {by}. Nobody edits the drawing until a reviewer reopens it.</Text>
          <Reopen review={review} />
        </Alert>
      );
    case "changes_requested":
      return (
        <Alert color="orange" icon={<IconMessageReport size={17} />} title={`${by} asks for changes`}>
          <Asked review={review} />
          <Text size="xs" c="dimmed" mt={8}>
            Change these and submit again; revision {number} stays for comparison.
          </Text>
          <Reopen review={review} />
        </Alert>
      );
    case "submitted":
      return (
        <Alert
          color="blue"
          icon={reviewNote ? <IconInfoCircle size={17} /> : <IconClockCheck size={17} />}
          title={reviewNote ? `Reopened by ${by}` : `Revision ${number} waits for review`}
        >
          <Group justify="space-between" gap="xs">
            <Text size="sm">
              {reviewNote ? `“${reviewNote}”` : `${review.decisions.length} parts decided so far.`}
            </Text>
            <Anchor component={Link} href={review.url} size="sm" c="inherit" underline="always">
              {canReview ? "Review it" : "See the review"}
            </Anchor>
          </Group>
        </Alert>
      );
  }
}

/** Each part that was sent back: why, and what to do. Choosing one makes it the part to draw. */
function Asked({ review }: { review: EditorReview }) {
  const { parts } = useProps();
  const editor = useEditor();
  const returned = review.decisions.filter((d) => d.verdict === "changes_requested");
  return (
    <ul className={classes.list}>
      {parts.flatMap((part) => {
        const decision = returned.find((d) => d.partId === part.id);
        if (!decision) return [];
        const reason = decision.reason ? REVIEW_REASONS[decision.reason] : null;
        const choose = () => {
          if (part.kind !== "part") return editor.setTool("silhouette");
          act.choosePart(editor, part.id);
          const shape = editor.live.get().snapshot.shapes.findLast((s) => s.partId === part.id);
          if (shape) editor.select(shape.id);
        };
        return (
          <li key={part.id}>
            <UnstyledButton className={classes.asked} onClick={choose} data-asked={part.name}>
              <span className={classes.swatch} style={{ background: part.colour }} />
              <span>
                <Text span size="sm" fw={600} display="block">
                  {part.name}: {reason?.label.toLowerCase()}
                </Text>
                <Text span size="xs">
                  {decision.note || reason?.asks}
                </Text>
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}

function Reopen({ review }: { review: EditorReview }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const { onReopen } = review;
  if (!onReopen) return null;
  const reopen = async (note: string) => {
    setBusy(true);
    await onReopen(note);
    setBusy(false);
    setAsking(false);
  };
  return (
    <>
      <Button size="compact-sm" variant="default" mt={10} onClick={() => setAsking(true)}>
        Reopen
      </Button>
      {asking && (
        <ReopenDialog
          number={review.number}
          busy={busy}
          onClose={() => setAsking(false)}
          onReopen={(note) => void reopen(note)}
        />
      )}
    </>
  );
}
