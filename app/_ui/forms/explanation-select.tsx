"use client";
import { Anchor, Select, Text } from "@mantine/core";
import {
  DEFAULT_EXPLANATION,
  EXPLANATIONS,
  type Explanation,
  explanationId,
  explanationName,
} from "@/core/domain/explanation";

/** What distinguishes each, understandable without the others in sight; what is said of the demo is measured in docs/faithfulness.md. */
const WORDS: Readonly<Record<string, string>> = {
  "lrp-epsilon":
    "Evidence for and against, as the network adds it up. On the demo it tells two classes apart as well as any, and orders the parts less well than ε-γ-box.",
  "lrp-epsilon-plus":
    "In the convolutions only what speaks for the class is followed: calm maps that tell two classes apart less well.",
  "lrp-epsilon-plus-flat":
    "Like ε-z⁺, with the first layer’s relevance spread evenly over what it sees: the calmest maps.",
  "lrp-epsilon-gamma-box":
    "Favours what speaks for the class, and knows which colours a photograph can hold. Added up, it follows the truth on the demo as well as any, in one pass.",
  "lrp-epsilon-alpha2-beta1":
    "In the convolutions what speaks for the class counts double and what speaks against it once. Close to ε-γ-box on the demo.",
  "lrp-epsilon-alpha2-beta1-flat":
    "Like ε-α2β1, with the first layer’s relevance spread evenly over what it sees. As good as ε-γ-box on the demo.",
  "gradient-x-input":
    "How fast the score changes with each pixel, times the pixel. On networks of rectifiers nearly the same as LRP-ε.",
  "integrated-gradients":
    "Gradients averaged over 32 steps from a plain image to the photograph. Follows the truth as well as ε-γ-box on the demo, and takes about 32 times as long.",
  "grad-cam":
    "Where the last convolutions look, as one coarse spot without anything against the class. Too coarse for eyes and noses.",
};

const OPTIONS = EXPLANATIONS.map((explanation) => {
  const value = explanationId(explanation);
  const papers = value === explanationId(DEFAULT_EXPLANATION);
  return { value, label: `${explanationName(explanation)}${papers ? " (the paper’s)" : ""}` };
});

const wordsOf = (id: string) => WORDS[id] ?? "";

/** Chooses how a project’s relevance maps are made. */
export function ExplanationSelect({
  value,
  onChange,
}: {
  value: Explanation;
  onChange: (explanation: Explanation) => void;
}) {
  const id = explanationId(value);
  return (
    <div>
      <Select
        label="Explanation"
        data={OPTIONS}
        value={id}
        onChange={(next) => {
          const chosen = EXPLANATIONS.find((explanation) => explanationId(explanation) === next);
          if (chosen) onChange(chosen);
        }}
        renderOption={({ option }) => (
          <div>
            <Text size="sm">{option.label}</Text>
            <Text size="xs" c="dimmed">
              {wordsOf(option.value)}
            </Text>
          </div>
        )}
        allowDeselect={false}
        maxDropdownHeight={420}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {wordsOf(id)}{" "}
        <Anchor href="/guide/faithfulness" target="_blank" size="xs" underline="always">
          Which to trust, measured
        </Anchor>
      </Text>
    </div>
  );
}
