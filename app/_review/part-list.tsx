import { ActionIcon, Group, Kbd, Text, Tooltip, UnstyledButton } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCheck,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
} from "@tabler/icons-react";
import { overlap, type PartChange } from "@/core/annotation/raster/compare";
import type { Part } from "@/core/domain/parts";
import { REVIEW_REASONS } from "@/core/domain/review";
import type { Decision, ShownDecision } from "./decisions";
import classes from "./review.module.css";

interface Props {
  parts: readonly Part[];
  shown: ReadonlyMap<string, ShownDecision>;
  /** What the reviewer of the revision before said. */
  before: readonly Decision[];
  /** By part position; null where there is no revision before. */
  changes: readonly PartChange[] | null;
  /** Pixels each part owns now, by position; null until known. */
  pixels: Uint32Array | null;
  absent: ReadonlySet<string>;
  focus: string | null;
  canDecide: boolean;
  onFocus: (partId: string) => void;
  onApprove: (partId: string) => void;
  onSendBack: (partId: string) => void;
}

/** The parts with the word on each; the one in focus is what the keys act on. */
export function PartList(props: Props) {
  const { parts, shown } = props;
  return (
    <section aria-label="Parts" className={classes.section}>
      <Group justify="space-between" mb={6}>
        <Text component="h2" className={classes.heading}>
          Parts
        </Text>
        <Text size="xs" c="dimmed" className={classes.numbers}>
          {shown.size} of {parts.length} decided
        </Text>
      </Group>
      <ul className={classes.list}>
        {parts.map((part) => (
          <PartRow key={part.id} part={part} {...props} />
        ))}
      </ul>
    </section>
  );
}

const ICONS = {
  approved: { Icon: IconCircleCheckFilled, colour: "var(--pw-good)", text: "approved" },
  changes_requested: { Icon: IconCircleXFilled, colour: "var(--pw-warn)", text: "sent back" },
  undecided: { Icon: IconCircleDashed, colour: "var(--mantine-color-dimmed)", text: "undecided" },
} as const;

function PartRow({
  part,
  shown,
  before,
  changes,
  pixels,
  absent,
  focus,
  canDecide,
  onFocus,
  onApprove,
  onSendBack,
}: Props & { part: Part }) {
  const decision = shown.get(part.id);
  const { Icon, colour, text } = ICONS[decision?.verdict ?? "undecided"];
  const last = before.find((d) => d.partId === part.id);
  const active = focus === part.id;
  return (
    <li
      className={classes.partRow}
      data-active={active || undefined}
      data-pending={decision?.pending || undefined}
    >
      <UnstyledButton
        className={classes.partButton}
        data-part={part.name}
        data-verdict={decision?.verdict ?? "undecided"}
        aria-pressed={active}
        aria-label={`${part.name}, ${text}`}
        onClick={() => onFocus(part.id)}
      >
        <Icon size={18} color={colour} aria-hidden className={classes.noShrink} />
        <span className={classes.swatch} style={{ background: part.colour }} />
        <Text span size="sm" fw={active ? 600 : 450} truncate>
          {part.name}
        </Text>
        <span className={classes.spring} />
        <Text span size="xs" c="dimmed" className={classes.numbers}>
          {absent.has(part.id)
            ? "marked absent"
            : pixels && pixels[part.position] === 0
              ? "nothing visible"
              : changeText(changes?.[part.position])}
        </Text>
      </UnstyledButton>
      {canDecide && (
        <span className={classes.rowActs}>
          <Tooltip
            label={
              <>
                Approve <Kbd size="xs">A</Kbd>
              </>
            }
            openDelay={350}
          >
            <ActionIcon
              variant="subtle"
              color="green"
              size="sm"
              tabIndex={-1}
              aria-label={`Approve ${part.name}`}
              onClick={() => onApprove(part.id)}
            >
              <IconCheck size={16} />
            </ActionIcon>
          </Tooltip>
          <Tooltip
            label={
              <>
                Send back <Kbd size="xs">R</Kbd>
              </>
            }
            openDelay={350}
          >
            <ActionIcon
              variant="subtle"
              color="orange"
              size="sm"
              tabIndex={-1}
              aria-label={`Send back ${part.name}`}
              onClick={() => onSendBack(part.id)}
            >
              <IconArrowBackUp size={16} />
            </ActionIcon>
          </Tooltip>
        </span>
      )}
      {decision?.verdict === "changes_requested" && (
        <Text size="xs" className={classes.reason}>
          <b>{decision.reason ? REVIEW_REASONS[decision.reason].label : ""}</b>
          {decision.note && ` · ${decision.note}`}
        </Text>
      )}
      {last && (active || last.verdict === "changes_requested") && (
        <Text size="xs" c="dimmed" className={classes.reason}>
          {last.verdict === "approved"
            ? `Approved last time by ${last.decidedByName ?? "a reviewer"}`
            : `Last time: ${last.reason ? REVIEW_REASONS[last.reason].label.toLowerCase() : ""}${last.note ? ` · ${last.note}` : ""}`}
        </Text>
      )}
    </li>
  );
}

/** How much of the region is as it was; nothing is said without a revision before. */
function changeText(change: PartChange | undefined): string {
  if (!change) return "";
  const same = overlap(change);
  if (same === null || same === 1) return "unchanged";
  if (change.before === 0) return "new";
  return `IoU ${same.toFixed(2)} to before`;
}
