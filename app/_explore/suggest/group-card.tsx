import { ActionIcon, Button, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconCheck, IconPlus } from "@tabler/icons-react";
import type { Part } from "@/core/domain/parts";
import explore from "../explore.module.css";
import { ruleInWords } from "../words";
import { groupInWords, type SuggestedGroup } from "./groups";
import { SparkBars } from "./spark-bars";
import classes from "./suggest.module.css";

interface Props {
  group: SuggestedGroup;
  parts: readonly Part[];
  active: boolean;
  canKeep: boolean;
  kept: boolean;
  keeping: boolean;
  onHover(id: string | null): void;
  onChoose(id: string): void;
  onCompare(id: string): void;
  onKeep(group: SuggestedGroup): void;
}

/** One suggested group: what it is at a glance, and in words once it is looked at. */
export function GroupCard({
  group,
  parts,
  active,
  canKeep,
  kept,
  keeping,
  onHover,
  onChoose,
  onCompare,
  onKeep,
}: Props) {
  const { id, name, statistics, silhouette } = group;
  const bars = parts.map((p) => ({
    name: p.name,
    colour: p.colour,
    mean: statistics.parts[p.position]?.mean ?? null,
  }));
  return (
    <li
      className={classes.card}
      data-active={active || undefined}
      data-suggestion={group.kind}
      data-leading={group.leading === null ? "" : parts[group.leading]?.name}
      onPointerEnter={() => onHover(id)}
      onPointerLeave={() => onHover(null)}
      onFocus={() => onHover(id)}
      onBlur={() => onHover(null)}
    >
      <div className={classes.head}>
        <span className={explore.swatch} style={{ background: group.colour }} />
        <UnstyledButton className={classes.main} aria-pressed={active} onClick={() => onChoose(id)}>
          <Text size="sm" lh={1.3} fw={active ? 600 : 450} lineClamp={2}>
            {name}
          </Text>
        </UnstyledButton>
        <Tooltip label={active ? "Take out of the comparison" : "Compare with another"}>
          <ActionIcon
            className={classes.above}
            variant={active ? "light" : "subtle"}
            color={active ? undefined : "gray"}
            size="sm"
            aria-label={`Compare ${name}`}
            aria-pressed={active}
            onClick={() => onCompare(id)}
          >
            <IconPlus size={14} style={active ? { transform: "rotate(45deg)" } : undefined} />
          </ActionIcon>
        </Tooltip>
        <Text size="xs" c="dimmed" className={classes.meta}>
          {statistics.images} {statistics.images === 1 ? "image" : "images"}
          {silhouette === null ? "" : ` · silhouette ${silhouette.toFixed(2)}`}
        </Text>
        <SparkBars bars={bars} />
      </div>
      {active && (
        <div className={classes.more}>
          <p style={{ margin: 0 }}>{unbroken(groupInWords(group, parts))}</p>
          {group.rule && (
            <Text size="xs" c="dimmed" mt={4} lh={1.45}>
              {unbroken(ruleInWords(group.rule, parts))}
            </Text>
          )}
          {canKeep && (
            <Button
              className={classes.above}
              size="compact-xs"
              mt={7}
              variant="light"
              disabled={kept}
              loading={keeping}
              leftSection={kept ? <IconCheck size={13} /> : undefined}
              onClick={() => onKeep(group)}
            >
              {kept ? "Kept" : "Keep as a selection"}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

/** A number and its sign stay on one line. */
const unbroken = (text: string) => text.replaceAll(" %", "\u00a0%");
