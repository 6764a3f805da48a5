import { ActionIcon, Divider, Group, Kbd, Menu, Paper, Slider, Text, Tooltip } from "@mantine/core";
import {
  IconCopy,
  IconEye,
  IconEyeOff,
  IconFlipHorizontal,
  IconLock,
  IconLockOpen,
  IconStackBack,
  IconStackFront,
  IconTag,
  IconTrash,
} from "@tabler/icons-react";
import * as act from "../actions";
import classes from "../editor.module.css";
import type { ToolName } from "../state";
import { useEditor, useLive, useProps, useView } from "./context";

const HINTS: Partial<Record<ToolName, React.ReactNode>> = {
  polygon: (
    <>
      Click point by point. <Kbd size="xs">Enter</Kbd> closes, <Kbd size="xs">Esc</Kbd> cancels
    </>
  ),
  box: (
    <>
      Drag from corner to corner. <Kbd size="xs">Shift</Kbd> makes a square
    </>
  ),
};

/** What can be done just now with the tool or the selected shape, at the foot of the picture. */
export function FloatingBar() {
  const editor = useEditor();
  const tool = useView((s) => s.tool);
  const selectedId = useView((s) => s.selectedId);
  if (!editor.canEdit) return null;
  if (tool === "brush" || tool === "eraser" || tool === "silhouette") return <BrushBar />;
  if (tool === "select") return selectedId ? <ShapeBar /> : null;
  return (
    <Paper className={classes.floating} shadow="sm" withBorder>
      <DrawsPart />
      <Text size="xs" c="dimmed">
        {HINTS[tool]}
      </Text>
    </Paper>
  );
}

function DrawsPart() {
  const { parts } = useProps();
  const part = useView((s) => s.activePartId);
  const active = parts.find((p) => p.id === part);
  return active ? (
    <Group gap={6} wrap="nowrap">
      <span className={classes.swatch} style={{ background: active.colour }} />
      <Text size="xs" fw={600}>
        {active.name}
      </Text>
    </Group>
  ) : null;
}

function BrushBar() {
  const editor = useEditor();
  const radius = useView((s) => s.brushRadius);
  const tool = useView((s) => s.tool);
  return (
    <Paper className={classes.floating} shadow="sm" withBorder>
      {tool === "brush" ? (
        <DrawsPart />
      ) : (
        <Text size="xs" fw={600}>
          {tool === "eraser" ? "Eraser" : "Silhouette"}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        Radius
      </Text>
      <Slider
        w={120}
        size="sm"
        min={1}
        max={Math.max(40, Math.round(editor.image.width / 8))}
        value={radius}
        thumbProps={{ "aria-label": "Brush radius in image pixels" }}
        label={(v) => `${v} px`}
        onChange={(brushRadius) => editor.view.set({ brushRadius })}
      />
      <Text size="xs" c="dimmed">
        <Kbd size="xs">[</Kbd> <Kbd size="xs">]</Kbd> · <Kbd size="xs">Alt</Kbd>{" "}
        {tool === "eraser" ? "paints" : "erases"}
      </Text>
    </Paper>
  );
}

function ShapeBar() {
  const editor = useEditor();
  const { parts } = useProps();
  const selectedId = useView((s) => s.selectedId);
  const shape = useLive((s) => s.snapshot.shapes.find((x) => x.id === selectedId));
  const problem = useLive((s) => s.problems.find((p) => p.shapeId === selectedId && p.severity === "blocks"));
  if (!shape) return null;
  const part = parts.find((p) => p.id === shape.partId);
  const locked = shape.locked;
  return (
    <Paper className={classes.floating} shadow="sm" withBorder>
      <Menu position="top-start" withinPortal>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Change the part"
            w="auto"
            px={8}
            disabled={locked}
          >
            <Group gap={6} wrap="nowrap">
              <span className={classes.swatch} style={{ background: part?.colour }} />
              <Text size="xs" fw={600} c="var(--mantine-color-text)" className={classes.noWrap}>
                {part?.name ?? "No part"}
              </Text>
              <IconTag size={14} />
            </Group>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {act.drawableParts(parts).map((p) => (
            <Menu.Item
              key={p.id}
              leftSection={<span className={classes.swatch} style={{ background: p.colour }} />}
              onClick={() => act.givePart(editor, shape.id, p.id)}
            >
              {p.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Divider orientation="vertical" />
      <Act label="Duplicate (Ctrl D)" Icon={IconCopy} run={() => act.duplicateSelected(editor)} />
      <Act
        label="Mirror to the other side (M)"
        Icon={IconFlipHorizontal}
        run={() => act.mirrorSelected(editor)}
      />
      <Act label="To the front (PgUp)" Icon={IconStackFront} run={() => act.raiseSelected(editor)} />
      <Act label="To the back (PgDn)" Icon={IconStackBack} run={() => act.lowerSelected(editor)} />
      <Act
        label={shape.hidden ? "Show (H)" : "Hide (H)"}
        Icon={shape.hidden ? IconEye : IconEyeOff}
        run={() => act.toggleHidden(editor)}
      />
      <Act
        label={locked ? "Unlock (L)" : "Lock (L)"}
        Icon={locked ? IconLock : IconLockOpen}
        run={() => act.toggleLocked(editor)}
      />
      <Act label="Delete (Del)" Icon={IconTrash} run={() => act.deleteSelected(editor)} disabled={locked} />
      {problem && (
        <Text size="xs" c="red" className={classes.wholeLine}>
          {problem.message}
        </Text>
      )}
    </Paper>
  );
}

function Act({
  label,
  Icon,
  run,
  disabled,
}: {
  label: string;
  Icon: typeof IconCopy;
  run: () => void;
  disabled?: boolean;
}) {
  return (
    <Tooltip label={label} openDelay={350}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={run} disabled={disabled}>
        <Icon size={17} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
