"use client";
import { Alert, Button, CloseButton, Group, Loader, Text, Tooltip } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import { defaultClusterSize, LEAST_CLUSTER } from "@/core/analysis/comparison/suggestions";
import type { Part } from "@/core/domain/parts";
import explore from "../explore.module.css";
import type { NewSelection } from "../props";
import { FIRST_CHOICE, type SuggestChoice } from "./choice";
import { SuggestControls } from "./controls";
import { GroupCard } from "./group-card";
import { foundInWords, type SuggestedGroup } from "./groups";
import classes from "./suggest.module.css";
import type { Suggestions } from "./use-suggestions";

interface Props {
  choice: SuggestChoice | null;
  suggestions: Suggestions;
  parts: readonly Part[];
  /** Ids of the groups looked at. */
  previewed: readonly string[];
  /** Whether filters take images away. */
  filtered: boolean;
  canKeep: boolean;
  takenNames: readonly string[];
  onChange(choice: SuggestChoice | null): void;
  onHover(id: string | null): void;
  onChoose(id: string): void;
  onCompare(id: string): void;
  onKeep(selection: NewSelection): Promise<unknown>;
}

/** Groups found by the machine, to be looked at, compared, and kept as selections of the team. */
export function SuggestPanel(props: Props) {
  const { choice, suggestions, onChange } = props;
  if (!choice)
    return (
      <section className={explore.section} aria-label="Suggest">
        <Group justify="space-between" h={22} wrap="nowrap">
          <span className={explore.sectionTitle}>Suggest</span>
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconSparkles size={13} />}
            onClick={() => onChange(FIRST_CHOICE)}
          >
            Find groups
          </Button>
        </Group>
      </section>
    );
  return (
    <section className={explore.section} aria-label="Suggest" aria-busy={suggestions.running}>
      <Group justify="space-between" mb={8} h={22} wrap="nowrap">
        <span className={explore.sectionTitle}>Suggest</span>
        <Group gap={6}>
          {suggestions.running && <Loader size={12} aria-label="Looking for groups" />}
          <CloseButton size="sm" aria-label="Close the suggestions" onClick={() => onChange(null)} />
        </Group>
      </Group>
      <SuggestControls
        choice={choice}
        automatic={{
          minClusterSize: defaultClusterSize(suggestions.result?.clustered ?? 0),
          k: suggestions.result?.clusters.length || null,
        }}
        onChange={onChange}
      />
      <Found {...props} choice={choice} />
    </section>
  );
}

function Found(props: Props & { choice: SuggestChoice }) {
  const { suggestions, parts, previewed } = props;
  const { groups, result, error, running } = suggestions;
  const keeper = useKeeper(props);
  if (error)
    return (
      <Alert color="red" variant="light" mt={10} p="xs">
        <Text size="xs">{error}</Text>
        {suggestions.retry && (
          <Button size="compact-xs" mt={6} variant="light" color="red" onClick={suggestions.retry}>
            Try again
          </Button>
        )}
      </Alert>
    );
  if (!result) return null;
  const clusters = groups.filter((g) => g.kind === "cluster");
  const rest = groups.filter((g) => g.kind !== "cluster");
  const card = (group: SuggestedGroup) => (
    <GroupCard
      key={group.id}
      group={group}
      parts={parts}
      active={previewed.includes(group.id)}
      canKeep={props.canKeep}
      kept={keeper.kept.has(group.id)}
      keeping={keeper.keeping.has(group.id)}
      onHover={props.onHover}
      onChoose={props.onChoose}
      onCompare={props.onCompare}
      onKeep={(g) => void keeper.keep([g])}
    />
  );
  const toKeep = clusters.filter((g) => !keeper.kept.has(g.id));
  return (
    <>
      <Text size="xs" mt={10} aria-live="polite">
        {running && clusters.length === 0 ? "Looking for groups …" : summary(props, clusters.length)}
      </Text>
      <ul className={classes.list} data-stale={running || undefined} aria-label="Suggested groups">
        {clusters.map(card)}
      </ul>
      {rest.length > 0 && (
        <div className={classes.rest}>
          <ul
            className={classes.list}
            style={{ marginTop: 0 }}
            data-stale={running || undefined}
            aria-label="Left over"
          >
            {rest.map(card)}
          </ul>
        </div>
      )}
      {keeper.failure && (
        <Alert color="red" variant="light" mt={8} p="xs">
          <Text size="xs">{keeper.failure}</Text>
        </Alert>
      )}
      {clusters.length > 0 && (
        <Group justify="space-between" mt={8} wrap="nowrap" gap={8}>
          <Tooltip
            multiline
            w={290}
            label="The groups are made from the very scores they differ in; so they differ even in noise. They tell where to look. To test something, choose images without looking at their scores."
          >
            <Text size="xs" c="dimmed" td="underline dotted" tabIndex={0}>
              Descriptive, not evidence
            </Text>
          </Tooltip>
          {props.canKeep && clusters.length > 1 && (
            <Button
              size="compact-xs"
              variant="default"
              disabled={toKeep.length === 0}
              loading={keeper.keeping.size > 1}
              onClick={() => void keeper.keep(toKeep)}
            >
              Keep all {clusters.length}
            </Button>
          )}
        </Group>
      )}
    </>
  );
}

/** How much was found among how many, or why nothing was. */
function summary(
  { suggestions: { result }, choice }: Pick<Props, "suggestions" | "choice">,
  count: number,
): string {
  if (!result) return "";
  const { clustered, unscored, apart, silhouette } = result;
  const left = [
    unscored > 0 ? `${unscored} not scored` : "",
    apart > 0 ? `${apart} with nothing but zeros` : "",
  ].filter(Boolean);
  const among = `${clustered} images${left.length ? ` (${left.join(", ")})` : ""}`;
  if (count === 0) {
    if (clustered < 2 * LEAST_CLUSTER)
      return `Too few to group: ${among}. Widen the filters, or mark the parts of more images.`;
    return choice?.method === "hdbscan"
      ? `No dense groups among ${among}. Try a smaller group size, fine grain, or k-medoids.`
      : `No groups among ${among}.`;
  }
  const width = silhouette === null ? "" : `, mean silhouette ${silhouette.toFixed(2)}`;
  return `${count} ${count === 1 ? "group" : "groups"} among ${among}${width}.`;
}

/** Saves groups as selections one after the other, and remembers which. */
function useKeeper({ suggestions, parts, filtered, takenNames, onKeep }: Props) {
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const [keeping, setKeeping] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<string | null>(null);
  const keep = async (groups: readonly SuggestedGroup[]) => {
    const { result, request } = suggestions;
    if (!result || !request) return;
    setFailure(null);
    setKeeping(new Set(groups.map((g) => g.id)));
    const names = new Set(takenNames);
    try {
      for (const group of groups) {
        const name = freeName(group.name, names);
        names.add(name);
        const how = {
          ...request,
          clusters: result.clusters.length,
          clustered: result.clustered,
          filtered,
        };
        await onKeep({
          name,
          colour: group.colour,
          note: foundInWords(group, how, parts),
          kind: "lasso",
          members: group.members,
        });
        setKept((before) => new Set([...before, group.id]));
      }
    } catch (error) {
      setFailure(error instanceof Error ? error.message : "The group could not be kept. Try again.");
    }
    setKeeping(new Set());
  };
  return { kept, keeping, failure, keep };
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const base = wanted.slice(0, 70);
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base} ${n}`;
    if (!taken.has(name)) return name;
  }
}
