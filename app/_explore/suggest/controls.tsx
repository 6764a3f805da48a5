import { Group, NumberInput, SegmentedControl, Stack, Text } from "@mantine/core";
import { LEAST_CLUSTER, MOST_CLUSTERS } from "@/core/analysis/comparison/suggestions";
import type { SuggestChoice } from "./choice";

interface Props {
  choice: SuggestChoice;
  /** What is taken where the person has left a number open; shown as the placeholder. */
  automatic: { minClusterSize: number; k: number | null };
  onChange(choice: SuggestChoice): void;
}

const GRAINS = [
  { value: "excess-of-mass", label: "Coarse" },
  { value: "leaf", label: "Fine" },
] as const;

/** Method and size. Everything has a default; numbers left empty are chosen. */
export function SuggestControls({ choice, automatic, onChange }: Props) {
  const number = (value: string | number) =>
    typeof value === "number" && Number.isInteger(value) ? value : null;
  return (
    <Stack gap={7}>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="Method"
        data={[
          { value: "hdbscan", label: "HDBSCAN" },
          { value: "k-medoids", label: "k-medoids" },
        ]}
        value={choice.method}
        onChange={(value) => onChange({ ...choice, method: value as SuggestChoice["method"] })}
      />
      <Text size="xs" c="dimmed" lh={1.4}>
        {choice.method === "hdbscan"
          ? choice.selection === "leaf"
            ? "The smallest dense groups there are: purer, and more is left over."
            : "Dense groups, as many as there are; what is sparse belongs to none."
          : "Every image belongs to the most similar of k typical images."}
      </Text>
      <Group gap={8} wrap="nowrap" align="end">
        {choice.method === "hdbscan" ? (
          <>
            <NumberInput
              label="Smallest group"
              size="xs"
              w={104}
              min={LEAST_CLUSTER}
              max={1000}
              allowDecimal={false}
              placeholder={`auto: ${automatic.minClusterSize}`}
              value={choice.minClusterSize ?? ""}
              onChange={(value) => {
                const size = number(value);
                onChange({ ...choice, minClusterSize: size === null ? null : Math.max(LEAST_CLUSTER, size) });
              }}
            />
            <SegmentedControl
              size="xs"
              style={{ flex: 1 }}
              aria-label="Grain"
              data={GRAINS.map((g) => ({ ...g }))}
              value={choice.selection}
              onChange={(value) => onChange({ ...choice, selection: value as SuggestChoice["selection"] })}
            />
          </>
        ) : (
          <NumberInput
            label="Groups"
            description="Left empty: the number with the widest silhouette"
            size="xs"
            flex={1}
            min={2}
            max={MOST_CLUSTERS}
            allowDecimal={false}
            placeholder={automatic.k === null ? "auto" : `auto: ${automatic.k}`}
            value={choice.k ?? ""}
            onChange={(value) => {
              const k = number(value);
              onChange({ ...choice, k: k === null ? null : Math.min(MOST_CLUSTERS, Math.max(2, k)) });
            }}
          />
        )}
      </Group>
    </Stack>
  );
}
