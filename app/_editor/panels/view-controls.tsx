import { ActionIcon, Divider, Paper, Popover, Slider, Stack, Switch, Text, Tooltip } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconFlame, IconMaximize, IconMinus, IconPlus } from "@tabler/icons-react";
import classes from "../editor.module.css";
import { useEditor, useLive, useView } from "./context";

/** Zoom and layers, at the corner of the picture. */
export function ViewControls() {
  const editor = useEditor();
  const zoom = useView((s) => s.zoom);
  const heatmap = useView((s) => s.showHeatmap);
  const relevance = useLive((s) => s.resources.relevance);
  return (
    <Paper className={classes.viewControls} shadow="sm" withBorder>
      <Tooltip label={relevance === "ready" ? "Heatmap (T)" : "There is no relevance map yet"}>
        <ActionIcon
          variant={heatmap ? "filled" : "subtle"}
          color={heatmap ? "red" : "gray"}
          aria-label="Heatmap"
          aria-pressed={heatmap}
          disabled={relevance !== "ready"}
          onClick={() => editor.view.set({ showHeatmap: !heatmap })}
        >
          <IconFlame size={17} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Layers />
      <Divider orientation="vertical" />
      <ActionIcon variant="subtle" color="gray" aria-label="Zoom out" onClick={() => editor.zoomBy(0.8)}>
        <IconMinus size={16} />
      </ActionIcon>
      <Text size="xs" w={50} ta="center" className={classes.numbers} aria-live="off">
        {Math.round(zoom * 100)} %
      </Text>
      <ActionIcon variant="subtle" color="gray" aria-label="Zoom in" onClick={() => editor.zoomBy(1.25)}>
        <IconPlus size={16} />
      </ActionIcon>
      <Tooltip label="Fit the photograph (0)">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Fit the photograph"
          onClick={() => editor.fit()}
        >
          <IconMaximize size={16} />
        </ActionIcon>
      </Tooltip>
    </Paper>
  );
}

function Layers() {
  const editor = useEditor();
  const regions = useView((s) => s.regionOpacity);
  const heat = useView((s) => s.heatmapOpacity);
  const outlines = useView((s) => s.showOutlines);
  return (
    <Popover position="top-end" shadow="md" width={230} withinPortal>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="Layers">
          <IconAdjustmentsHorizontal size={17} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Opacity label="Regions" value={regions} onChange={(v) => editor.view.set({ regionOpacity: v })} />
          <Opacity label="Heatmap" value={heat} onChange={(v) => editor.view.set({ heatmapOpacity: v })} />
          <Switch
            size="xs"
            label="Outlines (O)"
            checked={outlines}
            onChange={(event) => editor.view.set({ showOutlines: event.currentTarget.checked })}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Opacity({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (v: number) => void;
}) {
  return (
    <div>
      <Text size="xs" mb={4}>
        {label}
      </Text>
      <Slider
        size="sm"
        min={0}
        max={1}
        step={0.05}
        value={value}
        label={(v) => `${Math.round(v * 100)} %`}
        thumbProps={{ "aria-label": `Opacity of ${label.toLowerCase()}` }}
        onChange={onChange}
      />
    </div>
  );
}
