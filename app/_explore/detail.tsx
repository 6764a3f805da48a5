"use client";
import { ActionIcon, Badge, Button, Group, Progress, Slider, Stack, Text } from "@mantine/core";
import { IconArrowLeft, IconChevronLeft, IconChevronRight, IconPencil } from "@tabler/icons-react";
import { useMemo } from "react";
import { ExplanationChecks } from "@/app/_ui/scoring/checks";
import { ScoreMethod } from "@/app/_ui/scoring/score-method";
import { scoreNote } from "@/app/_ui/scoring/words";
import type { ExplanationOf } from "@/core/domain/explanation";
import type { Part } from "@/core/domain/parts";
import classes from "./explore.module.css";
import { percent } from "./figures/figure";
import { signedBarsFigure } from "./figures/signed-bars";
import { HeatPhoto } from "./heat-photo";
import { RowFlags, unscoredWords } from "./image-card";
import { Plot } from "./plot";
import type { ExploreGroup } from "./props";
import type { ScoredRow } from "./state/scored";
import type { View } from "./state/view";
import { useChartTheme } from "./use-chart-theme";

interface Props {
  scored: ScoredRow;
  parts: readonly Part[];
  groups: readonly ExploreGroup[];
  view: View;
  explanation: ExplanationOf | null;
  onHeatmap(value: number): void;
  onBack(): void;
  /** To the neighbouring image in the sorted list. */
  onStep(by: 1 | -1): void;
  onEdit(): void;
}

/** One image: photograph and heatmap, signed scores, classes (paper, Fig. 8E). */
export function Detail(props: Props) {
  const { scored, parts, groups, view, explanation, onHeatmap, onBack, onStep, onEdit } = props;
  const { row, before, balance } = scored;
  const result = scored.result ?? before;
  const theme = useChartTheme();
  const figure = useMemo(() => {
    if (!result) return null;
    const bars = parts.map((part, k) => ({
      name: part.name,
      colour: part.colour,
      status: result.status[k] ?? ("absent" as const),
      score: result.scores[k] ?? null,
      positive: result.positive[k] ?? null,
      negative: result.negative[k] ?? null,
    }));
    return signedBarsFigure(
      bars.filter((b) => b.status !== "excluded"),
      theme,
    );
  }, [parts, result, theme]);
  const group = groups.find((g) => g.id === row.groupId);

  return (
    <section
      style={{ overflowY: "auto", flex: 1, minHeight: 0 }}
      data-testid="image-detail"
      aria-label={row.name}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onBack();
      }}
    >
      <Group
        justify="space-between"
        px={12}
        py={8}
        wrap="nowrap"
        style={{ borderBottom: "1px solid var(--line)" }}
      >
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconArrowLeft size={15} />}
          onClick={onBack}
        >
          All images
        </Button>
        <Group gap={4} wrap="nowrap">
          <ActionIcon variant="default" aria-label="Previous image" onClick={() => onStep(-1)}>
            <IconChevronLeft size={16} />
          </ActionIcon>
          <ActionIcon variant="default" aria-label="Next image" onClick={() => onStep(1)}>
            <IconChevronRight size={16} />
          </ActionIcon>
          <Button size="compact-sm" ml={4} leftSection={<IconPencil size={14} />} onClick={onEdit}>
            Edit parts
          </Button>
        </Group>
      </Group>
      <Stack gap={14} p={16}>
        <div className={classes.photoBox} style={{ minHeight: 200 }}>
          <HeatPhoto
            src={row.displayUrl}
            alt={row.name}
            relevanceUrl={row.relevanceUrl}
            frame={row.relevanceFrame}
            opacity={view.heatmap}
            maxWidth="100%"
            maxHeight={340}
          />
        </div>
        {row.relevanceUrl && (
          <Group gap={10} wrap="nowrap">
            <Text size="xs" c="dimmed">
              Heatmap
            </Text>
            <Slider
              size="sm"
              style={{ flex: 1 }}
              min={0}
              max={1}
              step={0.05}
              label={(v) => percent(v)}
              thumbLabel="Heatmap opacity"
              value={view.heatmap}
              onChange={onHeatmap}
            />
          </Group>
        )}
        <div>
          <Text fw={650} style={{ overflowWrap: "anywhere" }}>
            {row.name}
          </Text>
          <Group gap={6} mt={4}>
            {group && (
              <Badge variant="light" color={group.isTarget ? "teal" : "gray"}>
                {group.name}
              </Badge>
            )}
            <RowFlags scored={scored} />
          </Group>
        </div>
        <section>
          <Group justify="space-between" gap={8}>
            <span className={classes.sectionTitle}>Contribution scores</span>
            {result?.defined && !before && <ScoreMethod explanation={explanation} units={view} />}
          </Group>
          {figure && result?.defined ? (
            <>
              <div data-before={before !== null || undefined} style={{ height: 40 + parts.length * 26 }}>
                <Plot figure={figure} label={`Contribution scores of ${row.name}`} className={classes.fill} />
              </div>
              <Text className={classes.caption}>
                Towards “{row.explained.name}”. {scoreNote(view)}
              </Text>
            </>
          ) : (
            <Text size="sm" c="dimmed" mt={6}>
              {result
                ? "The parts’ relevances cancel each other out, so this image has no score under the ratio rule. Choose another normalisation."
                : row.revisionId === null
                  ? "Mark the parts of this image and submit them; its scores then appear here."
                  : `${unscoredWords(row)}; they appear here by themselves.`}
            </Text>
          )}
        </section>
        {!row.waiting && (row.checks || balance !== null) && (
          <section>
            <div className={classes.sectionTitle}>Checks</div>
            <ExplanationChecks
              checks={row.checks}
              balance={balance}
              faithfulness={scored.faithfulness}
              scored={row.sums !== null}
            />
          </section>
        )}
        <section>
          <div className={classes.sectionTitle}>Classes</div>
          <Stack gap={7} mt={8}>
            {row.top.slice(0, 5).map((c) => (
              <div key={c.index}>
                <Group justify="space-between" gap={8} wrap="nowrap">
                  <Text size="xs" truncate fw={c.index === row.explained.index ? 650 : 400}>
                    {c.name}
                    {c.index === row.explained.index ? " · explained" : ""}
                  </Text>
                  <span className={classes.value}>{percent(c.probability, 1)}</span>
                </Group>
                <Progress
                  value={c.probability * 100}
                  size={5}
                  mt={2}
                  aria-label={`Probability of ${c.name}`}
                />
              </div>
            ))}
            {!row.top.some((c) => c.index === row.explained.index) && (
              <Text size="xs" c="dimmed">
                Explained: {row.explained.name} ({percent(row.explained.probability, 1)}), the best class of
                the target group.
              </Text>
            )}
          </Stack>
        </section>
      </Stack>
    </section>
  );
}
