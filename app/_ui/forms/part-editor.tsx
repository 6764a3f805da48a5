"use client";
import {
  ActionIcon,
  Button,
  ColorInput,
  NumberInput,
  Select,
  Table,
  TextInput,
  VisuallyHidden,
} from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { PART_KINDS, PART_SIDES, type PartKind, type PartSide } from "@/core/domain/parts";
import classes from "./forms.module.css";
import { newPart, PART_COLOURS, type PartDraft } from "./part-drafts";

const KIND_WORDS: Record<PartKind, string> = {
  part: "Drawn",
  rest: "Rest (body)",
  background: "Background",
};
const SIDE_WORDS: Record<PartSide, string> = { none: "—", left: "Left", right: "Right" };

/** The list of parts; its order is that of lists and charts. */
export function PartEditor({
  parts,
  onChange,
}: {
  parts: readonly PartDraft[];
  onChange: (parts: PartDraft[]) => void;
}) {
  const change = (at: number, fields: Partial<PartDraft>) =>
    onChange(parts.map((part, i) => (i === at ? { ...part, ...fields } : part)));
  const move = (at: number, by: 1 | -1) => {
    const moved = [...parts];
    const [part] = moved.splice(at, 1);
    moved.splice(at + by, 0, part!);
    onChange(moved);
  };
  return (
    <>
      <Table.ScrollContainer minWidth={640} className={classes.frame}>
        <Table verticalSpacing={6} horizontalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th w={124}>Colour</Table.Th>
              <Table.Th w={98}>Side</Table.Th>
              <Table.Th w={148}>Kind</Table.Th>
              <Table.Th w={92}>Priority</Table.Th>
              <Table.Th w={112}>
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {parts.map((part, i) => (
              <Table.Tr key={part.rowId}>
                <Table.Td>
                  <TextInput
                    aria-label={`Name of part ${i + 1}`}
                    value={part.name}
                    onChange={(event) => change(i, { name: event.currentTarget.value })}
                  />
                </Table.Td>
                <Table.Td>
                  <ColorInput
                    aria-label={`Colour of ${part.name}`}
                    value={part.colour}
                    format="hex"
                    withEyeDropper={false}
                    swatches={PART_COLOURS}
                    onChange={(colour) => change(i, { colour })}
                  />
                </Table.Td>
                <Table.Td>
                  <Select
                    aria-label={`Side of ${part.name}`}
                    data={PART_SIDES.map((value) => ({ value, label: SIDE_WORDS[value] }))}
                    value={part.side}
                    allowDeselect={false}
                    disabled={part.kind !== "part"}
                    onChange={(side) => side && change(i, { side: side as PartSide })}
                  />
                </Table.Td>
                <Table.Td>
                  <Select
                    aria-label={`Kind of ${part.name}`}
                    data={PART_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
                    value={part.kind}
                    allowDeselect={false}
                    onChange={(kind) => kind && change(i, { kind: kind as PartKind })}
                  />
                </Table.Td>
                <Table.Td>
                  <NumberInput
                    aria-label={`Priority of ${part.name}`}
                    value={part.priority}
                    min={0}
                    max={1000}
                    allowDecimal={false}
                    disabled={part.kind !== "part"}
                    onChange={(priority) => change(i, { priority: Number(priority) || 0 })}
                  />
                </Table.Td>
                <Table.Td>
                  <ActionIcon.Group>
                    <ActionIcon
                      variant="default"
                      aria-label={`Move ${part.name} up`}
                      disabled={i === 0}
                      onClick={() => move(i, -1)}
                    >
                      <IconArrowUp size={14} />
                    </ActionIcon>
                    <ActionIcon
                      variant="default"
                      aria-label={`Move ${part.name} down`}
                      disabled={i === parts.length - 1}
                      onClick={() => move(i, 1)}
                    >
                      <IconArrowDown size={14} />
                    </ActionIcon>
                    <ActionIcon
                      variant="default"
                      aria-label={`Remove ${part.name}`}
                      disabled={part.kind === "background"}
                      onClick={() => onChange(parts.filter((_, at) => at !== i))}
                    >
                      <IconTrash size={14} />
                    </ActionIcon>
                  </ActionIcon.Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Button
        variant="default"
        size="sm"
        mt={12}
        leftSection={<IconPlus size={16} />}
        onClick={() => onChange([newPart(parts.length), ...parts])}
      >
        Add a part
      </Button>
    </>
  );
}
