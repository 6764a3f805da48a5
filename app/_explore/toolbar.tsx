"use client";
import {
  Button,
  Divider,
  Group,
  Popover,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Tooltip,
} from "@mantine/core";
import { IconChevronDown, IconPalette } from "@tabler/icons-react";
import { type Dispatch, useState } from "react";
import { methodInShort, relevanceNote } from "@/app/_ui/scoring/method-words";
import { MethodNotes } from "@/app/_ui/scoring/score-method";
import { AggregationAdvice, ScoreUnitsControl } from "@/app/_ui/scoring/score-units";
import type { LayoutMethod } from "@/core/analysis/embedding/layout";
import type { ExplanationOf } from "@/core/domain/explanation";
import type { Part } from "@/core/domain/parts";
import classes from "./explore.module.css";
import type { ColourBy, View, ViewAction } from "./state/view";

interface Props {
  parts: readonly Part[];
  view: View;
  dispatch: Dispatch<ViewAction>;
  explanation: ExplanationOf | null;
  shown: number;
  total: number;
}

export function Toolbar({ parts, view, dispatch, explanation, shown, total }: Props) {
  return (
    <div className={classes.toolbar}>
      <ScoreUnitsMenu view={view} dispatch={dispatch} explanation={explanation} />
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

/** What the scores are; stays open while one tries, so that the map is seen to follow. */
function ScoreUnitsMenu({ view, dispatch, explanation }: Pick<Props, "view" | "dispatch" | "explanation">) {
  const words = methodInShort(explanation, view);
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={330}
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Tooltip
        multiline
        w={340}
        openDelay={350}
        disabled={opened}
        label={<MethodNotes explanation={explanation} units={view} />}
      >
        <span className={classes.units}>
          <Popover.Target>
            <Button
              size="xs"
              variant="default"
              fw={500}
              maw="100%"
              onClick={() => setOpened(!opened)}
              aria-label={`Scores: ${words}`}
              rightSection={<IconChevronDown size={14} />}
            >
              {words}
            </Button>
          </Popover.Target>
        </span>
      </Tooltip>
      <Popover.Dropdown aria-label="Scores">
        <Stack gap="sm">
          {explanation && (
            <Text size="xs" c="dimmed" lh={1.4}>
              {relevanceNote(explanation)}
            </Text>
          )}
          <ScoreUnitsControl
            explained
            value={view}
            onAggregation={(value) => dispatch({ type: "aggregation", value })}
            onNormalisation={(value) => dispatch({ type: "normalisation", value })}
          />
          <Divider />
          <AggregationAdvice />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
