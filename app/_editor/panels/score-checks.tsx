import { Text } from "@mantine/core";
import { useMemo } from "react";
import { ExplanationChecks } from "@/app/_ui/scoring/checks";
import { includedParts } from "@/core/analysis/parts/included";
import { balance } from "@/core/analysis/scores/balance";
import { contributionScores } from "@/core/analysis/scores/contribution";
import { partFaithfulness } from "@/core/analysis/scores/faithfulness";
import { useLive, useProps, useView } from "./context";

/**
 * How far the scores can be trusted. A frozen revision's, where there is one: only those the network was asked about; else
 * what can be told of the drawing as it is.
 */
export function ScoreChecks() {
  const { checks, lastRevision, parts, backgroundInScores } = useProps();
  const live = useLive((s) => s.sums);
  const normalisation = useView((s) => s.normalisation);
  const aggregation = useView((s) => s.aggregation);
  const frozen = lastRevision?.sums ?? null;
  const sums = frozen ?? live;
  const found = useMemo(() => {
    if (!sums) return null;
    const options = { normalisation, aggregation, include: includedParts(parts, backgroundInScores) };
    const { scores } = contributionScores(sums, options);
    return {
      balance: balance(sums, options),
      faithfulness: checks?.drops ? partFaithfulness(scores, checks.drops) : null,
    };
  }, [sums, checks, parts, backgroundInScores, normalisation, aggregation]);
  if (!checks && !found) return null;
  return (
    <div style={{ marginTop: 12 }}>
      <Text size="xs" fw={600} c="dimmed">
        {frozen ? `Checks of revision ${lastRevision?.number}` : "Checks"}
      </Text>
      <ExplanationChecks
        checks={checks}
        balance={found?.balance ?? null}
        faithfulness={frozen ? (found?.faithfulness ?? null) : null}
        scored={frozen !== null}
      />
    </div>
  );
}
