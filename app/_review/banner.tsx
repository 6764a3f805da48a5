import { Alert, Anchor, Text } from "@mantine/core";
import { IconAlertTriangle, IconEye, IconInfoCircle, IconLock, IconUserCheck } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useProject } from "../_ui/project/project-context";
import type { Review } from "./decisions";
import classes from "./review.module.css";

/** What one has to know before deciding: what is in the way, and what was said. */
export function ReviewBanner({
  review,
  canReview,
  superseded,
  problem,
  onDismiss,
}: {
  review: Review;
  canReview: boolean;
  superseded: boolean;
  problem: string | null;
  onDismiss: () => void;
}) {
  const { project } = useProject();
  const by = review.reviewedByName ?? "a reviewer";
  const notes: ReactNode[] = [];
  if (problem)
    notes.push(
      <Alert
        key="problem"
        color="red"
        role="alert"
        icon={<IconAlertTriangle size={17} />}
        withCloseButton
        closeButtonLabel="Dismiss"
        onClose={onDismiss}
      >
        {problem}
      </Alert>,
    );
  if (superseded)
    notes.push(
      <Alert
        key="superseded"
        color="yellow"
        icon={<IconInfoCircle size={17} />}
        title={`Revision ${review.newest.number} is newer`}
      >
        This one is kept as it was.{" "}
        <Anchor
          component={Link}
          href={`/projects/${project.id}/review/${review.newest.revisionId}`}
          size="sm"
        >
          Go to revision {review.newest.number}
        </Anchor>
      </Alert>,
    );
  else if (review.state === "approved")
    notes.push(
      <Alert key="approved" color="green" icon={<IconLock size={17} />} title={`Approved by ${by}`}>
        Nobody edits the drawing until a reviewer reopens it.
      </Alert>,
    );
  else if (review.state === "changes_requested")
    notes.push(
      <Alert key="returned" color="orange" icon={<IconInfoCircle size={17} />} title={`Sent back by ${by}`}>
        The next revision comes back to the queue.
      </Alert>,
    );
  else {
    if (review.reviewNote && review.reviewedAt)
      notes.push(
        <Alert key="reopened" color="blue" icon={<IconInfoCircle size={17} />} title={`Reopened by ${by}`}>
          “{review.reviewNote}”
        </Alert>,
      );
    if (review.drewAlone && canReview)
      notes.push(
        <Alert
          key="alone"
          color="yellow"
          icon={<IconUserCheck size={17} />}
          title="You alone drew this revision"
        >
          Another reviewer approves it. You can still send parts back.
        </Alert>,
      );
    if (review.edited)
      notes.push(
        <Alert
          key="edited"
          color="yellow"
          icon={<IconInfoCircle size={17} />}
          title="The drawing has moved on"
        >
          {review.edited.length > 0 ? review.edited.join(" and ") : "Somebody"} edited it after this revision
          was submitted. What you see here is the frozen revision.
        </Alert>,
      );
    if (!canReview)
      notes.push(
        <Alert key="viewer" color="gray" icon={<IconEye size={17} />}>
          You can look; reviewers decide.
        </Alert>,
      );
  }
  if (review.scoresError)
    notes.push(
      <Text key="scores" size="sm" c="dimmed">
        {review.scoresError}
      </Text>,
    );
  return notes.length > 0 ? <div className={classes.banner}>{notes}</div> : null;
}
