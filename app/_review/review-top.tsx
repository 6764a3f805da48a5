import { ActionIcon, Badge, Button, Group, Kbd, Text, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconChecks,
  IconLockOpen,
  IconPencil,
  IconPlayerSkipForward,
} from "@tabler/icons-react";
import Link from "next/link";
import { useProject } from "../_ui/project/project-context";
import { Authors } from "./authors";
import type { Closing, Review } from "./decisions";
import classes from "./review.module.css";
import { ago, STATE_WORDS } from "./words";

/** Which revision, by whom, and how the review ends. */
export function ReviewTop({
  review,
  end,
  canDecide,
  busy,
  onClose,
  onSkip,
  onReopen,
}: {
  review: Review;
  end: Closing;
  canDecide: boolean;
  busy: boolean;
  onClose: () => void;
  onSkip: (() => void) | null;
  onReopen: (() => void) | null;
}) {
  const { project } = useProject();
  const { label, color } = STATE_WORDS[review.state];
  return (
    <section aria-label="Image" className={classes.top}>
      <Tooltip
        label={
          <>
            Back to the queue <Kbd size="xs">Esc</Kbd>
          </>
        }
        openDelay={350}
      >
        <ActionIcon
          component={Link}
          href={`/projects/${project.id}/review`}
          variant="subtle"
          color="gray"
          aria-label="Back to the queue"
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
      </Tooltip>
      <Text
        component="h1"
        size="sm"
        fw={600}
        truncate
        title={review.image.name}
        className={classes.imageName}
      >
        {review.image.name}
      </Text>
      <Text size="sm" c="dimmed" className={classes.numbers}>
        r{review.number}
      </Text>
      <Badge variant="light" color={color} tt="none" fw={550} data-testid="revision-state">
        {label}
      </Badge>
      <Group gap={8} wrap="nowrap" className={classes.by}>
        <Authors authors={review.authors} />
        <Text size="sm" c="dimmed" truncate>
          submitted {ago(review.createdAt, new Date())}
        </Text>
      </Group>
      <div className={classes.spring} />
      <Tooltip
        label={
          <>
            Open in the editor <Kbd size="xs">E</Kbd>
          </>
        }
        openDelay={350}
      >
        <ActionIcon
          component={Link}
          href={`/projects/${project.id}/images/${review.imageId}`}
          variant="subtle"
          color="gray"
          aria-label="Open in the editor"
        >
          <IconPencil size={17} />
        </ActionIcon>
      </Tooltip>
      {onSkip && (
        <Tooltip
          label={
            <>
              Next revision, leaving this one open <Kbd size="xs">N</Kbd>
            </>
          }
          openDelay={350}
        >
          <ActionIcon variant="subtle" color="gray" aria-label="Next revision" onClick={onSkip}>
            <IconPlayerSkipForward size={17} />
          </ActionIcon>
        </Tooltip>
      )}
      {onReopen && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconLockOpen size={15} />}
          loading={busy}
          onClick={onReopen}
        >
          Reopen
        </Button>
      )}
      {canDecide && (
        <Button
          size="xs"
          loading={busy}
          variant={end.act ? "filled" : "default"}
          color={end.act === "return" ? "orange.8" : undefined}
          leftSection={end.act === "return" ? <IconArrowBackUp size={15} /> : <IconChecks size={15} />}
          rightSection={
            end.act && (
              <Kbd size="xs" aria-hidden>
                ⏎
              </Kbd>
            )
          }
          onClick={onClose}
        >
          {end.label}
        </Button>
      )}
    </section>
  );
}
