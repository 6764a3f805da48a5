import { ActionIcon, Group, Text, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import * as act from "../actions";
import classes from "../editor.module.css";
import { useEditor, useProps } from "./context";
import { People } from "./people";
import { SaveBadge } from "./save-badge";
import { SubmitButton } from "./submit-button";

/** Which image, what is explained, who is here, what is saved. */
export function TopBar() {
  const editor = useEditor();
  const { image, neighbours, prediction } = useProps();
  const open = (id: string) => void act.openImage(editor, id);
  const top = prediction?.top[0];
  const explained = prediction?.explained;
  return (
    <section aria-label="Image" className={classes.top}>
      <Group gap={2} wrap="nowrap">
        <Step label="Previous image (D)" id={neighbours.previous} go={open} Icon={IconChevronLeft} />
        <Step label="Next image (F)" id={neighbours.next} go={open} Icon={IconChevronRight} />
      </Group>
      <Text component="h1" size="sm" fw={600} truncate title={image.name} className={classes.imageName}>
        {image.name}
      </Text>
      {explained && (
        <Tooltip
          multiline
          maw={300}
          label={
            top && top.index !== explained.index
              ? `The classifier's first choice is “${top.name}”; the scores explain the best class of the target group.`
              : "The classifier's first choice is the explained class."
          }
        >
          <Text size="sm" c="dimmed" truncate className={classes.explained}>
            explains <b>{explained.name}</b> {(explained.probability * 100).toFixed(1)} %
            {top && top.index !== explained.index ? ` · top-1 ${top.name}` : ""}
          </Text>
        </Tooltip>
      )}
      <div className={classes.spring} />
      <People />
      <SaveBadge />
      <SubmitButton />
    </section>
  );
}

function Step({
  label,
  id,
  go,
  Icon,
}: {
  label: string;
  id: string | undefined;
  go: (id: string) => void;
  Icon: typeof IconChevronLeft;
}) {
  return (
    <Tooltip label={label} openDelay={350}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        disabled={!id}
        onClick={() => id && go(id)}
      >
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
