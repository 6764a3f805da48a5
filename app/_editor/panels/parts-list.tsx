import { ActionIcon, Group, Kbd, Text, Tooltip, UnstyledButton } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleOff,
  IconEyeQuestion,
} from "@tabler/icons-react";
import type { Part } from "@/core/domain/parts";
import * as act from "../actions";
import classes from "../editor.module.css";
import { useEditor, useLive, useProps, useView } from "./context";
import { type PartState, partState, STATE_TEXT } from "./part-state";

const ICONS: Record<PartState, { Icon: typeof IconCircleOff; colour: string }> = {
  done: { Icon: IconCircleCheckFilled, colour: "var(--mantine-color-teal-6)" },
  missing: { Icon: IconCircleDashed, colour: "var(--mantine-color-dimmed)" },
  absent: { Icon: IconCircleOff, colour: "var(--mantine-color-dimmed)" },
  broken: { Icon: IconAlertTriangle, colour: "var(--mantine-color-red-6)" },
  doubtful: { Icon: IconEyeQuestion, colour: "var(--mantine-color-yellow-7)" },
};

/** The class's parts as a checklist; choosing one makes it the part to draw. */
export function PartsList() {
  const snapshot = useLive((s) => s.snapshot);
  const parts = act.drawableParts(useProps().parts);
  const settled = parts.filter(
    (p) => snapshot.absent.includes(p.id) || snapshot.shapes.some((s) => s.partId === p.id),
  ).length;
  return (
    <section aria-label="Parts" className={classes.section}>
      <Group justify="space-between" mb={6}>
        <Text component="h2" className={classes.heading}>
          Parts
        </Text>
        <Text size="xs" c="dimmed" className={classes.numbers}>
          {settled} of {parts.length}
        </Text>
      </Group>
      <ul className={classes.list}>
        {parts.map((part, index) => (
          <PartRow key={part.id} part={part} index={index} />
        ))}
      </ul>
    </section>
  );
}

function PartRow({ part, index }: { part: Part; index: number }) {
  const editor = useEditor();
  const active = useView((s) => s.activePartId === part.id);
  const snapshot = useLive((s) => s.snapshot);
  const problems = useLive((s) => s.problems);
  const state = partState(part.id, snapshot, problems);
  const told = problems.find((p) => p.partId === part.id && p.code !== "missing");
  const shapes = snapshot.shapes.filter((s) => s.partId === part.id);
  const { Icon, colour } = ICONS[state];
  const absent = state === "absent";
  const choose = () => {
    act.choosePart(editor, part.id);
    if (editor.view.get().tool === "select" && shapes.length > 0) editor.select(shapes.at(-1)!.id);
  };
  return (
    <li className={classes.partRow} data-active={active || undefined} data-state={state}>
      <UnstyledButton
        className={classes.partButton}
        onClick={choose}
        aria-pressed={active}
        aria-label={`${part.name}, ${STATE_TEXT[state]}`}
      >
        <span className={classes.swatch} style={{ background: part.colour }} />
        <Text span size="sm" fw={active ? 600 : 450} td={absent ? "line-through" : undefined} truncate>
          {part.name}
        </Text>
        {shapes.length > 1 && (
          <Text span size="xs" c="dimmed" className={classes.numbers} aria-hidden>
            ×{shapes.length}
          </Text>
        )}
        <span className={classes.spring} />
        {index < 9 && (
          <Kbd size="xs" aria-hidden>
            {index + 1}
          </Kbd>
        )}
      </UnstyledButton>
      <Tooltip label={absent ? "Not absent after all" : "Mark absent on purpose (A)"} openDelay={350}>
        <ActionIcon
          className={classes.onHover}
          variant="subtle"
          color="gray"
          size="sm"
          disabled={!editor.canEdit || (shapes.length > 0 && !absent)}
          aria-label={`${part.name}: ${absent ? "not absent after all" : "mark absent on purpose"}`}
          onClick={() => act.toggleAbsent(editor, part.id)}
        >
          <IconCircleOff size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={told?.message ?? STATE_TEXT[state]} multiline maw={260} openDelay={200}>
        <Icon size={17} color={colour} aria-hidden className={classes.noShrink} />
      </Tooltip>
    </li>
  );
}
