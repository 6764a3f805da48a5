import { Group, Kbd, Modal, SimpleGrid, Stack, Text } from "@mantine/core";
import { BINDINGS, type Binding, POINTER_HELP } from "../keys";
import { useEditor, useView } from "./context";

const GROUPS = ["Draw", "Edit", "Parts", "Look", "Move on"] as const satisfies readonly Binding["group"][];

const SHOWN: Record<string, string> = {
  Mod: "Ctrl",
  ArrowLeft: "← ↑ → ↓",
  PageUp: "PgUp",
  PageDown: "PgDn",
  Delete: "Del",
  "1": "1–9",
};

/** All shortcuts, from the table the keyboard itself uses. */
export function Help() {
  const editor = useEditor();
  const open = useView((s) => s.helpOpen);
  return (
    <Modal
      opened={open}
      onClose={() => editor.view.set({ helpOpen: false })}
      title={<Text fw={600}>Keyboard and pointer</Text>}
      size="xl"
      centered
      transitionProps={{ duration: 120 }}
    >
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="xl" verticalSpacing="lg">
        {GROUPS.map((group) => (
          <Stack key={group} gap={6}>
            <Text size="xs" fw={600} c="dimmed">
              {group}
            </Text>
            {BINDINGS.filter((b) => b.group === group && b.label).map((b) => (
              <Line
                key={b.label}
                label={b.label}
                keys={b.chords[0] === "+" ? ["+"] : b.chords[0]!.split("+")}
              />
            ))}
          </Stack>
        ))}
        <Stack gap={6}>
          <Text size="xs" fw={600} c="dimmed">
            Pointer
          </Text>
          {POINTER_HELP.map(([gesture, label]) => (
            <div key={gesture}>
              <Text size="sm">{label}</Text>
              <Text size="xs" c="dimmed">
                {gesture}
              </Text>
            </div>
          ))}
        </Stack>
      </SimpleGrid>
    </Modal>
  );
}

function Line({ label, keys }: { label: string; keys: readonly string[] }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <Text size="sm">{label}</Text>
      <Group gap={3} wrap="nowrap">
        {keys.map((key) => (
          <Kbd key={key} size="xs">
            {SHOWN[key] ?? key}
          </Kbd>
        ))}
      </Group>
    </Group>
  );
}
