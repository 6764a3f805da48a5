import { Stack, Text, Tooltip } from "@mantine/core";
import type { ScoreUnits } from "@/core/analysis/scores/contribution";
import type { ExplanationOf } from "@/core/domain/explanation";
import { methodInShort, methodNotes } from "./method-words";
import classes from "./score-method.module.css";

interface Props {
  explanation: ExplanationOf | null;
  units: ScoreUnits;
}

/** “LRP-ε, mean, per sign” beside scores; on hover or focus, in full. */
export function ScoreMethod({ explanation, units }: Props) {
  return (
    <Tooltip
      multiline
      w={340}
      events={{ hover: true, focus: true, touch: true }}
      label={<MethodNotes explanation={explanation} units={units} />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the sentence behind it is read by keyboard, too. */}
      <span className={classes.method} tabIndex={0}>
        {methodInShort(explanation, units)}
      </span>
    </Tooltip>
  );
}

/** How the scores came about, a step a line. */
export function MethodNotes({ explanation, units }: Props) {
  return (
    <Stack gap={4}>
      {methodNotes(explanation, units).map((note) => (
        <Text key={note} size="xs" lh={1.45}>
          {note}
        </Text>
      ))}
    </Stack>
  );
}
