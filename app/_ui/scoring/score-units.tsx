import { Anchor, SegmentedControl, Stack, Text } from "@mantine/core";
import {
  AGGREGATIONS,
  type Aggregation,
  NORMALISATIONS,
  type Normalisation,
  type ScoreUnits,
} from "@/core/analysis/scores/contribution";
import { aggregationNames, aggregationNotes, normalisationNames, normalisationNotes } from "./words";

interface Props {
  value: Required<ScoreUnits>;
  onAggregation(value: Aggregation): void;
  onNormalisation(value: Normalisation): void;
  /** Says under each choice what it means. */
  explained?: boolean;
}

/** The two choices that give scores their units. */
export function ScoreUnitsControl({ value, onAggregation, onNormalisation, explained }: Props) {
  return (
    <Stack gap={explained ? 10 : 6}>
      <div>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Aggregation of the relevance over a part"
          data={AGGREGATIONS.map((a) => ({ value: a, label: aggregationNames[a] }))}
          value={value.aggregation}
          onChange={(next) => onAggregation(next as Aggregation)}
        />
        {explained && <Note>{aggregationNotes[value.aggregation]}</Note>}
      </div>
      <div>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Normalisation of the scores"
          data={NORMALISATIONS.map((n) => ({ value: n, label: normalisationNames[n] }))}
          value={value.normalisation}
          onChange={(next) => onNormalisation(next as Normalisation)}
        />
        {explained && <Note>{normalisationNotes[value.normalisation]}</Note>}
      </div>
    </Stack>
  );
}

function Note({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed" mt={5} lh={1.4}>
      {children}
    </Text>
  );
}

/** When to use which aggregation: what each hides. */
export function AggregationAdvice() {
  return (
    <Stack gap={6}>
      <Text size="xs" fw={600}>
        Mean or sum?
      </Text>
      <Text size="xs" lh={1.45}>
        The paper’s score is the <b>mean</b> (Eq. 4). It lets an eye be compared with a body, but divides by
        area: what is spread over a large part, such as a thing in the background, looks faint.
      </Text>
      <Text size="xs" lh={1.45}>
        The <b>sum</b> shows how much of the decision a part carries, and favours large parts for their size
        alone. In the demo collection a piece of furniture decides; the mean gives the background a few per
        cent, the sum most of the score. Before you conclude that a part does not matter, look at both.
      </Text>
      <Text size="xs">
        <Anchor href="/guide/score-and-shortcut" target="_blank" inherit>
          The evidence
        </Anchor>
        {" · "}
        <Anchor href="/guide/find-the-shortcut" target="_blank" inherit>
          A walk: find the shortcut
        </Anchor>
      </Text>
    </Stack>
  );
}
