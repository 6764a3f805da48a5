"use client";
import { ActionIcon, Group, Select, Slider, Text, Tooltip } from "@mantine/core";
import { IconFlame, IconSortAscending, IconSortDescending } from "@tabler/icons-react";
import type { Dispatch } from "react";
import type { Part } from "@/core/domain/parts";
import classes from "./explore.module.css";
import { ImageList } from "./image-list";
import type { ScoredRow } from "./state/scored";
import { sortRows } from "./state/sorted";
import { isFiltering, type View, type ViewAction } from "./state/view";

export interface ImageColumn {
  id: string;
  name: string;
  colour: string | null;
  rows: readonly ScoredRow[];
}

interface Props {
  columns: readonly ImageColumn[];
  parts: readonly Part[];
  view: View;
  dispatch: Dispatch<ViewAction>;
  onOpen(imageId: string): void;
}

/** The detail panel of the paper (Fig. 8I): the images of one or two selections, sorted by any part. */
export function Images({ columns, parts, view, dispatch, onOpen }: Props) {
  const { sort, heatmap } = view;
  const position = sort.partId === null ? null : parts.findIndex((p) => p.id === sort.partId);
  return (
    <>
      <Group gap={8} px={12} py={8} wrap="nowrap" style={{ borderBottom: "1px solid var(--line)" }}>
        <Select
          aria-label="Sort images by"
          size="xs"
          w={150}
          allowDeselect={false}
          comboboxProps={{ width: 190 }}
          data={[{ value: "", label: "Sort by name" }, ...parts.map((p) => ({ value: p.id, label: p.name }))]}
          value={sort.partId ?? ""}
          onChange={(value) => {
            if ((value || null) !== sort.partId) dispatch({ type: "sort", partId: value || null });
          }}
        />
        <Tooltip label={sort.descending ? "High to low" : "Low to high"}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={sort.descending ? "Sorted high to low; turn round" : "Sorted low to high; turn round"}
            onClick={() => dispatch({ type: "sort", partId: sort.partId })}
          >
            {sort.descending ? <IconSortDescending size={16} /> : <IconSortAscending size={16} />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Opacity of the heatmaps">
          <Group gap={6} wrap="nowrap" style={{ flex: 1, minWidth: 60 }}>
            <IconFlame size={15} opacity={0.55} />
            <Slider
              size="xs"
              style={{ flex: 1 }}
              min={0}
              max={1}
              step={0.05}
              label={null}
              thumbLabel="Opacity of the heatmaps"
              value={heatmap}
              onChange={(value) => dispatch({ type: "heatmap", value })}
            />
          </Group>
        </Tooltip>
      </Group>
      <div className={classes.columns}>
        {columns.map((column) => (
          <section key={column.id} className={classes.column} aria-label={column.name}>
            <div className={classes.columnTitle}>
              {column.colour && <span className={classes.swatch} style={{ background: column.colour }} />}
              <Text span inherit truncate style={{ flex: 1 }}>
                {column.name}
              </Text>
              <span className={classes.value}>{column.rows.length}</span>
            </div>
            {column.rows.length === 0 ? (
              <Text size="sm" c="dimmed" p="lg" ta="center">
                {columns.length === 1 && column.id === "all" && !isFiltering(view)
                  ? "No images yet."
                  : "No image passes. Widen a filter or choose another selection."}
              </Text>
            ) : (
              <ImageList
                label={column.name}
                rows={sortRows(column.rows, position, sort.descending)}
                parts={parts}
                narrow={columns.length > 1}
                heatmap={heatmap}
                sortedBy={sort.partId}
                focusedId={view.focusedId}
                onFocus={(imageId) => dispatch({ type: "focus", imageId })}
                onOpen={onOpen}
              />
            )}
          </section>
        ))}
      </div>
    </>
  );
}
