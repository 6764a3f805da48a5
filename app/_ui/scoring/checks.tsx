import { ActionIcon, Popover, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconHelp, IconPointFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Faithfulness } from "@/core/analysis/scores/faithfulness";
import {
  absorbedWords,
  balanceWords,
  type CheckWords,
  chanceWords,
  faithfulnessWords,
  type StoredChecks,
} from "./check-words";
import classes from "./checks.module.css";

interface Props {
  /** Missing until the photograph is explained. */
  checks: StoredChecks | undefined;
  /** κ of the scores shown; null where there are none. */
  balance: number | null;
  /** ρ of the scores shown; null while it is being measured. */
  faithfulness: Faithfulness | null;
  /** Whether parts are saved: without, there is nothing to take away. */
  scored: boolean;
}

/** What the checks say of one explanation, each in one line with its own help. Doubts are flagged, nothing is hidden. */
export function ExplanationChecks({ checks, balance, faithfulness, scored }: Props) {
  const absorbed = checks ? absorbedWords(checks) : null;
  if (balance === null && !absorbed) return null;
  return (
    <ul className={classes.list} aria-label="Checks of this explanation">
      {balance !== null && (
        <Check words={balanceWords(balance)} title="Balance κ">
          <Text size="xs" lh={1.45}>
            κ = |Σ A| / Σ |A|: how much is left of the parts’ relevance when what speaks for and what speaks
            against is added up. Near 0 both are large and cancel; a part’s share is then a share of a small
            remainder, and says little. Below 0.1 an image is flagged.
          </Text>
        </Check>
      )}
      {absorbed && (
        <Check words={absorbed} title="What the map holds of the score">
          <Text size="xs" lh={1.45}>
            Relevance is the class’s score (before softmax) handed back to the pixels. At every layer the bias
            made some of it, and no pixel did: that share stays behind. It is counted layer by layer. A large
            share is common and no fault, but the map then explains only the rest of the score.
          </Text>
        </Check>
      )}
      {scored && checks && (
        <Check words={faithfulnessWords(checks, faithfulness)} title="Part faithfulness ρ">
          <Text size="xs" lh={1.45}>
            The network is asked: each part alone is replaced by its blurred surroundings, and the score of
            the class is read again. ρ is Spearman’s rank correlation of these falls with the part scores
            shown: 1 when the parts with the highest scores are those it misses most, below 0 when it is the
            other way round.
          </Text>
          {faithfulness && (
            <Text size="xs" lh={1.45}>
              {chanceWords(faithfulness.parts)}
            </Text>
          )}
          <Text size="xs" lh={1.45}>
            Taking a part away takes all of its pixels, while a mean score counts each pixel once: large parts
            fall far. Compare with the sum as aggregation.
          </Text>
        </Check>
      )}
    </ul>
  );
}

function Check({ words, title, children }: { words: CheckWords; title: string; children: ReactNode }) {
  const flag = words.flag || undefined;
  return (
    <li className={classes.row}>
      <span className={classes.mark} data-flag={flag}>
        {words.flag ? (
          <IconAlertTriangle size={13} aria-label="Doubtful" />
        ) : (
          <IconPointFilled size={9} aria-hidden />
        )}
      </span>
      <span className={classes.text} data-flag={flag}>
        {words.text}
      </span>
      <Popover width={300} position="top-end" shadow="md" withinPortal trapFocus returnFocus>
        <Popover.Target>
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            className={classes.help}
            aria-label={`What this means: ${title}`}
          >
            <IconHelp size={13} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown aria-label={title}>
          <Stack gap={6}>
            <Text size="xs" fw={600}>
              {title}
            </Text>
            {children}
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </li>
  );
}
