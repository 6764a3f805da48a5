"use client";
import { ActionIcon, Button, Group, Menu, Text, Tooltip, UnstyledButton } from "@mantine/core";
import {
  IconCopy,
  IconDots,
  IconLasso,
  IconMathFunction,
  IconPencil,
  IconPlus,
  IconSnowflake,
  IconTrash,
} from "@tabler/icons-react";
import type { SetOperation } from "@/core/analysis/selection/sets";
import classes from "./explore.module.css";
import type { ExploreSelection } from "./props";
import { operationName } from "./words";

interface Props {
  selections: readonly ExploreSelection[];
  sizes: ReadonlyMap<string, number>;
  /** Ids of the one or two selections looked at. */
  compared: readonly string[];
  canSelect: boolean;
  onChoose(id: string): void;
  onCompare(id: string): void;
  onEdit(selection: ExploreSelection): void;
  onCopy(selection: ExploreSelection): void;
  onDescribe(selection: ExploreSelection): void;
  onDelete(selection: ExploreSelection): void;
  onCombine(operation: SetOperation): void;
}

/** Everybody's selections in the project (paper, Fig. 8C): click to look at one, plus to compare two. */
export function SelectionList(props: Props) {
  const { selections, compared } = props;
  return (
    <section className={classes.section} aria-label="Selections">
      <Group justify="space-between" mb={8} h={22}>
        <span className={classes.sectionTitle}>Selections</span>
        {selections.length > 0 && <span className={classes.value}>{selections.length}</span>}
      </Group>
      {selections.length === 0 && (
        <Text size="xs" c="dimmed" lh={1.5}>
          {props.canSelect
            ? "Draw a lasso around points on the map and give it a name. Everybody in the project sees it."
            : "Nobody has made a selection yet."}
        </Text>
      )}
      <div style={{ margin: "0 -8px" }}>
        {selections.map((s) => (
          <SelectionItem key={s.id} selection={s} size={props.sizes.get(s.id) ?? 0} {...props} />
        ))}
      </div>
      {compared.length === 2 && props.canSelect && (
        <Group gap={5} mt={8}>
          {(["union", "intersection", "difference"] as const).map((operation) => (
            <Button
              key={operation}
              size="compact-xs"
              variant="default"
              onClick={() => props.onCombine(operation)}
            >
              {operationName(operation, "A", "B")}
            </Button>
          ))}
        </Group>
      )}
    </section>
  );
}

/** How the members came about; a frozen list without an outline was kept from a suggestion or a set operation. */
function kindOf({ kind, polygon }: ExploreSelection) {
  if (kind === "rule") return [IconMathFunction, "Rule"] as const;
  return polygon ? ([IconLasso, "Lasso"] as const) : ([IconSnowflake, "Frozen members"] as const);
}

function SelectionItem({
  selection,
  size,
  compared,
  ...props
}: Props & { selection: ExploreSelection; size: number }) {
  const active = compared.includes(selection.id);
  const editable = selection.editable ?? selection.mine;
  const [Kind, kind] = kindOf(selection);
  const made = new Date(selection.createdAt).toLocaleString(undefined, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  return (
    <div className={classes.selection} data-active={active || undefined} data-selection={selection.id}>
      <span className={classes.swatch} style={{ background: selection.colour }} />
      <UnstyledButton
        className={classes.selectionMain}
        aria-pressed={active}
        title={selection.note || undefined}
        onClick={() => props.onChoose(selection.id)}
      >
        <Text size="sm" lh={1.3} fw={active ? 600 : 450} lineClamp={2}>
          {selection.name}
        </Text>
        <Group gap={5} wrap="nowrap" title={`${selection.authorName}, ${made}`}>
          <Kind size={12} opacity={0.6} aria-label={kind} />
          <Text size="xs" c="dimmed" truncate>
            {size} · {selection.mine ? "you" : selection.authorName}
          </Text>
        </Group>
      </UnstyledButton>
      <Tooltip label={active ? "Take out of the comparison" : "Compare with the other"}>
        <ActionIcon
          variant={active ? "light" : "subtle"}
          color={active ? undefined : "gray"}
          size="sm"
          aria-label={`Compare ${selection.name}`}
          aria-pressed={active}
          onClick={() => props.onCompare(selection.id)}
        >
          <IconPlus size={14} style={active ? { transform: "rotate(45deg)" } : undefined} />
        </ActionIcon>
      </Tooltip>
      {props.canSelect && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`More for ${selection.name}`}>
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {editable && (
              <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => props.onEdit(selection)}>
                Name, colour, note
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconCopy size={14} />} onClick={() => props.onCopy(selection)}>
              Make a copy of my own
            </Menu.Item>
            {selection.kind === "lasso" && (
              <Menu.Item
                leftSection={<IconMathFunction size={14} />}
                onClick={() => props.onDescribe(selection)}
              >
                Describe by a rule
              </Menu.Item>
            )}
            {editable && (
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={14} />}
                onClick={() => props.onDelete(selection)}
              >
                Delete
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
