"use client";
import {
  ActionIcon,
  Alert,
  Button,
  Group,
  Loader,
  Stack,
  Text,
  Tooltip,
  UnstyledButton,
} from "@mantine/core";
import { IconHandMove, IconLasso, IconMarquee2, IconZoomReset } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import classes from "./explore.module.css";
import { type MapPointData, mapFigure } from "./figures/map";
import { GroupMark } from "./group-mark";
import { hasWebgl, Plot } from "./plot";
import type { ExploreGroup } from "./props";
import type { ScoredRow } from "./state/scored";
import type { MapLayout } from "./state/use-layout";
import { useChartTheme } from "./use-chart-theme";
import { useToolKeys } from "./use-tool-keys";

type Tool = "lasso" | "select" | "pan";
const TOOLS = [
  { id: "lasso", key: "l", name: "Lasso", icon: IconLasso },
  { id: "select", key: "b", name: "Box", icon: IconMarquee2 },
  { id: "pan", key: "v", name: "Move", icon: IconHandMove },
] as const;

interface Props {
  points: readonly MapPointData[];
  rows: ReadonlyMap<string, ScoredRow>;
  groups: readonly ExploreGroup[];
  groupCounts: ReadonlyMap<string, number>;
  shownGroups: readonly string[] | null;
  layout: MapLayout;
  /** Nothing is laid out before all scores have been made anew. */
  awaited: boolean;
  focusedId: string | null;
  outline: readonly (readonly [number, number])[] | null;
  /** Raised with every finished lasso, so that Plotly forgets the one it drew. */
  drawn: number;
  canSelect: boolean;
  onOutline(outline: [number, number][]): void;
  onOpen(imageId: string): void;
  onToggleGroup(groupId: string): void;
}

/** The scatterplot (paper, Fig. 8D) with its tools, legend and reading of how far it can be trusted. */
export function MapView(props: Props) {
  const { points, layout, groups } = props;
  const theme = useChartTheme();
  const [tool, setTool] = useState<Tool>(props.canSelect ? "lasso" : "pan");
  const [resets, setResets] = useState(0);
  const [hover, setHover] = useState<{ id: string; clientX: number; clientY: number } | null>(null);
  const webgl = useMemo(() => hasWebgl(), []);
  const figure = useMemo(
    () =>
      mapFigure({
        points,
        groups,
        focusedId: props.focusedId,
        outline: props.outline,
        mode: tool,
        drawn: props.drawn,
        webgl,
        theme,
      }),
    [points, groups, props.focusedId, props.outline, tool, props.drawn, webgl, theme],
  );
  const tools = TOOLS.filter((t) => t.id === "pan" || props.canSelect);
  useToolKeys({
    ...Object.fromEntries(tools.map(({ id, key }) => [key, () => setTool(id)])),
    0: () => setResets((n) => n + 1),
  });

  return (
    <section className={classes.map} aria-label="Map" onPointerLeave={() => setHover(null)}>
      {points.length > 0 && (
        <Plot
          figure={figure}
          label={`Map of ${points.length} images by the similarity of their part scores`}
          className={classes.plot}
          scrollZoom
          resets={resets}
          onOutline={props.onOutline}
          onPoint={props.onOpen}
          onHover={setHover}
        />
      )}
      {points.length === 0 && <EmptyMap rows={props.rows} layout={layout} awaited={props.awaited} />}
      <div className={classes.tools} role="toolbar" aria-label="Map tools">
        {tools.map(({ id, key, name, icon: Icon }) => (
          <Tooltip key={id} label={`${name} (${key.toUpperCase()})`}>
            <ActionIcon
              variant={tool === id ? "light" : "subtle"}
              color={tool === id ? undefined : "gray"}
              aria-label={name}
              aria-pressed={tool === id}
              onClick={() => setTool(id)}
            >
              <Icon size={17} />
            </ActionIcon>
          </Tooltip>
        ))}
        <Tooltip label="Whole map (0)">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Whole map"
            onClick={() => setResets((n) => n + 1)}
          >
            <IconZoomReset size={17} />
          </ActionIcon>
        </Tooltip>
      </div>
      <fieldset className={classes.legend} aria-label="Class groups">
        {groups.map((group) => {
          const off = props.shownGroups !== null && !props.shownGroups.includes(group.id);
          return (
            <UnstyledButton
              key={group.id}
              className={classes.legendItem}
              data-off={off || undefined}
              aria-pressed={!off}
              onClick={() => props.onToggleGroup(group.id)}
            >
              <GroupMark symbol={group.symbol} />
              {group.name}
              <span className={classes.value}>{props.groupCounts.get(group.id) ?? 0}</span>
            </UnstyledButton>
          );
        })}
      </fieldset>
      <Reading layout={layout} />
      {layout.error && (
        <Alert className={classes.notice} color="red" variant="light" title="The map could not be computed">
          <Text size="xs">{layout.error}</Text>
          <Button size="compact-xs" mt={6} variant="light" color="red" onClick={layout.retry}>
            Try again
          </Button>
        </Alert>
      )}
      {hover && !props.outline && <HoverCard hover={hover} rows={props.rows} />}
    </section>
  );
}

/** How well the map keeps neighbourhoods, or how far it has come. */
function Reading({ layout }: { layout: MapLayout }) {
  if (layout.progress !== null) {
    return (
      <Group className={classes.reading} gap={7} aria-live="polite">
        <Loader size={12} />
        Laying out {Math.round(layout.progress * 100)} %
      </Group>
    );
  }
  const { quality } = layout;
  if (!quality) return null;
  return (
    <Group className={classes.reading} gap={10}>
      {layout.provisional && (
        <Tooltip label="The map has followed the change but has not run to its end; others see it when it has.">
          <Button size="compact-xs" variant="light" onClick={layout.settle}>
            Settle
          </Button>
        </Tooltip>
      )}
      <Tooltip
        multiline
        w={280}
        label={`Trustworthiness: map neighbours are true neighbours. Continuity: true neighbours stay together. Over ${quality.k} neighbours, 1 is perfect. KL is what t-SNE minimises${quality.displacement === null ? "" : `. Points moved ${quality.displacement.toFixed(2)} map radii with the last change`}.`}
      >
        <span>
          trust {quality.trustworthiness.toFixed(2)} · continuity {quality.continuity.toFixed(2)}
          {quality.kl === null ? "" : ` · KL ${quality.kl.toFixed(2)}`}
        </span>
      </Tooltip>
    </Group>
  );
}

function EmptyMap({ rows, layout, awaited }: Pick<Props, "rows" | "layout" | "awaited">) {
  if (awaited)
    return (
      <Stack align="center" justify="center" h="100%" gap={6} px="xl">
        <Text fw={600}>The map waits for the new scores</Text>
        <Text size="sm" c="dimmed" ta="center" maw={380}>
          It is laid out by itself as soon as all of them are there.
        </Text>
      </Stack>
    );
  return (
    <Stack align="center" justify="center" h="100%" gap={6} px="xl">
      {layout.progress !== null ? (
        <>
          <Loader size="sm" />
          <Text size="sm" c="dimmed">
            Laying out the map
          </Text>
        </>
      ) : (
        <>
          <Text fw={600}>{rows.size > 0 ? "No image has scores yet" : "No images yet"}</Text>
          <Text size="sm" c="dimmed" ta="center" maw={380}>
            {rows.size > 0
              ? "Open a photograph, mark its parts and submit them. Images appear here as soon as their scores are computed, without a reload."
              : "Upload photographs to the project first."}
          </Text>
        </>
      )}
    </Stack>
  );
}

function HoverCard({
  hover,
  rows,
}: {
  hover: { id: string; clientX: number; clientY: number };
  rows: ReadonlyMap<string, ScoredRow>;
}) {
  const row = rows.get(hover.id)?.row;
  if (!row) return null;
  const left = hover.clientX + 190 > window.innerWidth ? hover.clientX - 184 : hover.clientX + 16;
  const top = Math.min(hover.clientY + 12, window.innerHeight - 180);
  return (
    <div className={classes.hover} style={{ left, top }} role="tooltip">
      {/* biome-ignore lint/performance/noImgElement: authorised, content-addressed files; nothing to optimise. */}
      <img src={row.thumbUrl} alt="" />
      <Text size="xs" fw={600} truncate mt={5}>
        {row.name}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {row.top[0]?.name ?? "not classified"}
      </Text>
      {row.waiting && (
        <Text size="xs" c="dimmed" truncate>
          waits for new scores
        </Text>
      )}
    </div>
  );
}
