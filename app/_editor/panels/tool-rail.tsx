import { ActionIcon, Divider, Kbd, Stack, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBrush,
  IconCat,
  IconEraser,
  IconHelp,
  IconPointer,
  IconPolygon,
  IconSquare,
} from "@tabler/icons-react";
import * as act from "../actions";
import classes from "../editor.module.css";
import type { ToolName } from "../state";
import { useEditor, useLive, useView } from "./context";

const ENTRIES: readonly { tool: ToolName; label: string; chord: string; Icon: typeof IconBrush }[] = [
  { tool: "select", label: "Select and reshape", chord: "V", Icon: IconPointer },
  { tool: "polygon", label: "Polygon", chord: "P", Icon: IconPolygon },
  { tool: "box", label: "Box", chord: "R", Icon: IconSquare },
  { tool: "brush", label: "Brush", chord: "B", Icon: IconBrush },
  { tool: "eraser", label: "Eraser", chord: "E", Icon: IconEraser },
  { tool: "silhouette", label: "Correct the silhouette", chord: "S", Icon: IconCat },
];

/** The pens at the left of the picture. */
export function ToolRail() {
  const editor = useEditor();
  const tool = useView((s) => s.tool);
  const ready = useLive((s) => s.ready);
  const canUndo = useLive((s) => s.canUndo);
  const canRedo = useLive((s) => s.canRedo);
  const off = !editor.canEdit || !ready;
  return (
    <Stack component="nav" aria-label="Tools" className={classes.rail} gap={6} align="center">
      {ENTRIES.map(({ tool: name, label, chord, Icon }) => (
        <RailButton
          key={name}
          label={label}
          chord={chord}
          active={tool === name}
          disabled={off && name !== "select"}
          onClick={() => editor.setTool(name)}
        >
          <Icon size={20} stroke={1.7} />
        </RailButton>
      ))}
      <Divider w={24} my={4} />
      <RailButton label="Undo" chord="Ctrl Z" disabled={off || !canUndo} onClick={() => act.undo(editor)}>
        <IconArrowBackUp size={20} stroke={1.7} />
      </RailButton>
      <RailButton
        label="Redo"
        chord="Ctrl Shift Z"
        disabled={off || !canRedo}
        onClick={() => act.redo(editor)}
      >
        <IconArrowForwardUp size={20} stroke={1.7} />
      </RailButton>
      <div className={classes.spring} />
      <RailButton label="Keyboard help" chord="?" onClick={() => editor.view.set({ helpOpen: true })}>
        <IconHelp size={20} stroke={1.7} />
      </RailButton>
    </Stack>
  );
}

interface RailButtonProps {
  label: string;
  chord: string;
  active?: boolean;
  disabled?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

function RailButton({ label, chord, active, disabled, onClick, children }: RailButtonProps) {
  return (
    <Tooltip
      position="right"
      openDelay={350}
      label={
        <span className={classes.hint}>
          {label} <Kbd size="xs">{chord}</Kbd>
        </span>
      }
    >
      <ActionIcon
        size={38}
        radius="md"
        variant={active ? "filled" : "subtle"}
        color={active ? undefined : "gray"}
        aria-label={label}
        aria-pressed={active}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
