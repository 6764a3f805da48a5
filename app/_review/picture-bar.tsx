import { ActionIcon, Alert, Button, Divider, Group, Kbd, Paper, Text, Tooltip } from "@mantine/core";
import {
  IconAlertTriangle,
  IconFlame,
  IconGitCompare,
  IconHelp,
  IconMaximize,
  IconMinus,
  IconPhoto,
  IconPlus,
  IconZoomIn,
} from "@tabler/icons-react";
import type { ReviewCommands } from "./keys";
import { DIFF_COLOURS } from "./picture/label-picture";
import type { usePicture } from "./picture/use-picture";
import classes from "./review.module.css";

/** How the picture is looked at, at its foot; and what could not be loaded. */
export function PictureBar({
  view,
  source,
  hasPrevious,
  commands,
}: {
  view: { heat: boolean; diff: boolean; regions: boolean };
  source: ReturnType<typeof usePicture>;
  hasPrevious: boolean;
  commands: ReviewCommands;
}) {
  const { photo, silhouette, heatmap } = source;
  return (
    <>
      <div className={classes.notices}>
        {photo.state === "failed" && (
          <Alert color="red" icon={<IconAlertTriangle size={17} />}>
            <Group justify="space-between">
              <Text size="sm">The photograph could not be loaded.</Text>
              <Button size="compact-xs" variant="default" onClick={photo.retry}>
                Try again
              </Button>
            </Group>
          </Alert>
        )}
        {silhouette.state === "failed" && (
          <Alert color="yellow" icon={<IconAlertTriangle size={17} />}>
            <Group justify="space-between">
              <Text size="sm">The silhouette could not be loaded, so whole shapes are shown.</Text>
              <Button size="compact-xs" variant="default" onClick={silhouette.retry}>
                Try again
              </Button>
            </Group>
          </Alert>
        )}
      </div>
      {view.diff && hasPrevious && (
        <Paper className={classes.legend} shadow="sm" withBorder aria-label="Colours of the comparison">
          <Legend colour={DIFF_COLOURS.added} label="added" />
          <Legend colour={DIFF_COLOURS.removed} label="removed" striped />
          <Legend colour={DIFF_COLOURS.kept} label="as before" />
        </Paper>
      )}
      <Paper className={classes.pictureBar} shadow="sm" withBorder>
        <Toggle
          label="Heatmap"
          letter="T"
          on={view.heat}
          disabled={heatmap.state !== "ready"}
          Icon={IconFlame}
          run={() => commands.toggle("heat")}
        />
        <Toggle
          label="Compare with the revision before"
          letter="D"
          on={view.diff}
          disabled={!hasPrevious}
          Icon={IconGitCompare}
          run={() => commands.toggle("diff")}
        />
        <Toggle
          label="Photograph alone"
          letter="O"
          on={!view.regions}
          Icon={IconPhoto}
          run={() => commands.toggle("regions")}
        />
        <Divider orientation="vertical" />
        <Toggle label="Zoom to the part" letter="Z" on={false} Icon={IconZoomIn} run={commands.zoomToPart} />
        <Toggle label="Zoom out" letter="−" on={false} Icon={IconMinus} run={() => commands.zoom(0.8)} />
        <Toggle label="Zoom in" letter="+" on={false} Icon={IconPlus} run={() => commands.zoom(1.25)} />
        <Toggle label="Fit the photograph" letter="0" on={false} Icon={IconMaximize} run={commands.fit} />
        <Divider orientation="vertical" />
        <Toggle label="Keys" letter="?" on={false} Icon={IconHelp} run={() => commands.toggle("help")} />
      </Paper>
    </>
  );
}

function Toggle({
  label,
  letter,
  on,
  disabled = false,
  Icon,
  run,
}: {
  label: string;
  letter: string;
  on: boolean;
  disabled?: boolean;
  Icon: typeof IconFlame;
  run: () => void;
}) {
  return (
    <Tooltip
      label={
        <>
          {label} <Kbd size="xs">{letter}</Kbd>
        </>
      }
      openDelay={350}
    >
      <ActionIcon
        variant={on ? "filled" : "subtle"}
        color={on ? undefined : "gray"}
        aria-label={label}
        aria-pressed={on}
        disabled={disabled}
        onClick={run}
      >
        <Icon size={17} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

function Legend({ colour, label, striped = false }: { colour: string; label: string; striped?: boolean }) {
  return (
    <Group gap={6} wrap="nowrap">
      <span
        className={classes.swatch}
        style={{
          background: striped
            ? `repeating-linear-gradient(135deg, ${colour} 0 3px, transparent 3px 4.5px)`
            : colour,
        }}
      />
      <Text span size="xs">
        {label}
      </Text>
    </Group>
  );
}
