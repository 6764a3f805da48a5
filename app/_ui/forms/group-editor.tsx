"use client";
import { ActionIcon, Button, Radio, Select, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useId } from "react";
import { type ClassGroupInput, GROUP_SYMBOLS, type GroupSymbol } from "@/core/domain/classes";
import { ClassPicker } from "./class-picker";
import classes from "./forms.module.css";
import { withClasses } from "./suggest-groups";

const SYMBOL_WORDS: Record<GroupSymbol, string> = {
  circle: "● Circle",
  square: "■ Square",
  "triangle-up": "▲ Triangle",
  diamond: "◆ Diamond",
  star: "★ Star",
  cross: "✚ Cross",
};

/** The groups a project's classes fall into; one of them is what is explained. */
export function GroupEditor({
  groups,
  names,
  onChange,
}: {
  groups: readonly ClassGroupInput[];
  /** Of the classifier's classes; empty before one is chosen. */
  names: readonly string[];
  onChange: (groups: ClassGroupInput[]) => void;
}) {
  // The settings may show two editors at once.
  const targetName = useId();
  const change = (at: number, fields: Partial<ClassGroupInput>) =>
    onChange(groups.map((group, i) => (i === at ? { ...group, ...fields } : group)));
  const target = (at: number) => onChange(groups.map((group, i) => ({ ...group, isTarget: i === at })));
  return (
    <div className={classes.stack}>
      {groups.map((group, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no other identity until they are saved.
        <fieldset key={i} className={classes.group} data-target={group.isTarget || undefined}>
          <legend className={classes.hidden}>Group {group.name || i + 1}</legend>
          <div className={classes.groupHead}>
            <TextInput
              label="Name"
              value={group.name}
              onChange={(event) => change(i, { name: event.currentTarget.value })}
            />
            <Select
              label="Symbol on the map"
              data={GROUP_SYMBOLS.map((value) => ({ value, label: SYMBOL_WORDS[value] }))}
              value={group.symbol}
              allowDeselect={false}
              onChange={(symbol) => symbol && change(i, { symbol: symbol as GroupSymbol })}
            />
            <Radio
              name={targetName}
              label="Target: explain its best class"
              checked={group.isTarget}
              onChange={() => target(i)}
              className={classes.radio}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Remove group ${group.name}`}
              disabled={groups.length === 1 || group.isTarget}
              onClick={() => onChange(groups.filter((_, at) => at !== i))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </div>
          <ClassPicker
            label={
              i === groups.length - 1 && !group.isTarget
                ? "Classes (and all that are in no group)"
                : "Classes"
            }
            names={names}
            value={group.classIndices}
            onChange={(classIndices) => onChange(withClasses(groups, i, classIndices))}
          />
        </fieldset>
      ))}
      <div>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconPlus size={16} />}
          onClick={() =>
            onChange([
              ...groups,
              { name: "", symbol: GROUP_SYMBOLS[groups.length % 6]!, isTarget: false, classIndices: [] },
            ])
          }
        >
          Add a group
        </Button>
      </div>
    </div>
  );
}
