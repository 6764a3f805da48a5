"use client";
import { Group, SegmentedControl, Select, Text, Tooltip } from "@mantine/core";
import { IconPalette } from "@tabler/icons-react";
import type { Dispatch } from "react";
import type { LayoutMethod } from "@/core/analysis/embedding/layout";
import { NORMALISATIONS, type Normalisation } from "@/core/analysis/scores/contribution";
import type { Part } from "@/core/domain/parts";
import classes from "./explore.module.css";
import type { ColourBy, View, ViewAction } from "./state/view";
import { normalisationNames, normalisationNotes } from "./words";

interface Props {
  parts: readonly Part[];
  view: View;
  dispatch: Dispatch<ViewAction>;
  shown: number;
  total: number;
}

export function Toolbar({ parts, view, dispatch, shown, total }: Props) {
  return (
    <div className={classes.toolbar}>
      <Tooltip multiline w={300} label={normalisationNotes[view.normalisation]}>
        <SegmentedControl
          size="xs"
          aria-label="Normalisation of the scores"
          data={NORMALISATIONS.map((value) => ({ value, label: normalisationNames[value] }))}
          value={view.normalisation}
          onChange={(value) => dispatch({ type: "normalisation", value: value as Normalisation })}
        />
      </Tooltip>
      <SegmentedControl
        size="xs"
        aria-label="Layout method"
        data={[
          { value: "t-sne", label: "t-SNE" },
          { value: "pca", label: "PCA" },
        ]}
        value={view.method}
        onChange={(value) => dispatch({ type: "method", value: value as LayoutMethod })}
      />
      <Group gap={6} wrap="nowrap">
        <Select
          size="xs"
          w={170}
          aria-label="Colour points by"
          leftSection={<IconPalette size={15} />}
          allowDeselect={false}
          comboboxProps={{ width: 200 }}
          data={[
            {
              group: "Colour by",
              items: [
                { value: "selection", label: "Selection" },
                { value: "group", label: "Class group" },
                { value: "trust", label: "Map reliability" },
              ],
            },
            { group: "Score of", items: parts.map((p) => ({ value: `part:${p.id}`, label: p.name })) },
          ]}
          value={view.colourBy}
          onChange={(value) => value && dispatch({ type: "colourBy", value: value as ColourBy })}
        />
      </Group>
      <Text
        size="sm"
        ml="auto"
        style={{ whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" }}
        aria-live="polite"
      >
        <b>{shown}</b>{" "}
        <Text span c="dimmed" inherit>
          {shown === total ? "images" : `of ${total} images`}
        </Text>
      </Text>
    </div>
  );
}
