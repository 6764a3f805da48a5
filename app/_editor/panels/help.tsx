import { Group, Kbd, Modal, SimpleGrid, Stack, Text } from "@mantine/core";
import classes from "../editor.module.css";
import { BINDINGS, type Binding, POINTER_HELP } from "../keys";
import { useEditor, useView } from "./context";

/** Three columns of about the same height. */
const COLUMNS = [
  ["Draw", "Look"],
  ["Edit"],
  ["Parts", "Move on"],
] as const satisfies readonly (readonly Binding["group"][])[];

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
  const close = () => editor.view.set({ helpOpen: false });
  return (
    <Modal
      opened={open}
      onClose={close}
      onKeyDown={(event) => {
        // The keys that open it close it; within a dialog the editor's own are asleep.
        if (event.key === "?" || event.key === "F1") {
          event.preventDefault();
          close();
        }
      }}
      title={<Text fw={600}>Keyboard and pointer</Text>}
      size="xl"
      centered
      transitionProps={{ duration: 120 }}
    >
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="xl" verticalSpacing="lg">
        {COLUMNS.map((groups) => (
          <Stack key={groups[0]} gap="lg">
            {groups.map((group) => (
              <Section key={group} title={group}>
                {BINDINGS.filter((b) => b.group === group && b.label).map((b) => (
                  <Line
                    key={b.label}
                    label={b.label}
                    keys={b.chords[0] === "+" ? ["+"] : b.chords[0]!.split("+")}
                  />
                ))}
              </Section>
            ))}
            {groups[0] === "Parts" && (
              <Section title="Pointer">
                {POINTER_HELP.map(([gesture, label]) => (
                  <Group key={gesture} justify="space-between" wrap="nowrap" gap="xs">
                    <Text size="sm">{label}</Text>
                    <Text size="xs" c="dimmed" ta="right">
                      {gesture}
                    </Text>
                  </Group>
                ))}
              </Section>
            )}
          </Stack>
        ))}
      </SimpleGrid>
    </Modal>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Stack gap={6}>
      <Text size="xs" fw={600} c="dimmed">
        {title}
      </Text>
      {children}
    </Stack>
  );
}

function Line({ label, keys }: { label: string; keys: readonly string[] }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <Text size="sm">{label}</Text>
      <Group gap={3} wrap="nowrap" className={classes.keys}>
        {keys.map((key) => (
          <Kbd key={key} size="xs">
            {SHOWN[key] ?? key}
          </Kbd>
        ))}
      </Group>
    </Group>
  );
}
