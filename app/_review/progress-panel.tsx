import { Skeleton, Text, Tooltip } from "@mantine/core";
import { REVIEW_REASONS, type RevisionState } from "@/core/domain/review";
import type { RouterOutputs } from "@/server/trpc/router";
import { blocks } from "../_ui/api";
import { ErrorState } from "../_ui/states";
import classes from "./queue.module.css";
import { STATE_WORDS } from "./words";

type Progress = RouterOutputs["reviews"]["progress"];

/** How far each person's images and each part are. */
export function ProgressPanel({
  progress,
  error,
  retry,
}: {
  progress: Progress | null;
  error: unknown;
  retry: () => void;
}) {
  if (blocks(error, progress)) return <ErrorState error={error} retry={retry} />;
  if (!progress) return <Skeleton height={420} radius="md" />;
  return (
    <aside className={classes.progress} aria-label="Progress">
      <section aria-label="By person">
        <Text component="h2" fw={600} size="sm" mb={10}>
          By person
        </Text>
        {progress.people.length === 0 && <Nothing />}
        <ul className={classes.plain}>
          {progress.people.map(({ id, name, counts }) => (
            <li key={id} className={classes.progressRow}>
              <Text size="sm" truncate>
                {name}
              </Text>
              <StateBar counts={counts} />
            </li>
          ))}
        </ul>
        <Text size="xs" c="dimmed" mt={8} className={classes.key}>
          <i data-kind="approved" /> approved <i data-kind="changes_requested" /> sent back{" "}
          <i data-kind="submitted" /> waiting
        </Text>
      </section>
      <section aria-label="By part">
        <Text component="h2" fw={600} size="sm" mb={10}>
          By part
        </Text>
        <ul className={classes.plain}>
          {progress.parts.map(({ id, name, colour, approved, returned }) => {
            const back = returned.reduce((sum, r) => sum + r.n, 0);
            return (
              <li key={id} className={classes.partProgress}>
                <span className={classes.swatch} style={{ background: colour }} />
                <Text size="sm" truncate>
                  {name}
                </Text>
                <Text size="xs" c="dimmed" className={classes.numbers}>
                  {approved} approved
                </Text>
                <Tooltip
                  disabled={back === 0}
                  multiline
                  label={returned.map(({ reason, n }) => `${REVIEW_REASONS[reason].label}: ${n}`).join(", ")}
                >
                  <Text
                    size="xs"
                    c={back > 0 ? "var(--pw-warn)" : "dimmed"}
                    className={classes.numbers}
                    tabIndex={back > 0 ? 0 : undefined}
                  >
                    {back} back
                  </Text>
                </Tooltip>
              </li>
            );
          })}
        </ul>
      </section>
    </aside>
  );
}

const ORDER = ["approved", "changes_requested", "submitted"] as const satisfies readonly RevisionState[];

function StateBar({ counts }: { counts: Record<RevisionState, number> }) {
  const total = ORDER.reduce((sum, state) => sum + counts[state], 0);
  const text = ORDER.map((state) => `${STATE_WORDS[state].label}: ${counts[state]}`).join(", ");
  return (
    <Tooltip label={text}>
      <span className={classes.bar} role="img" aria-label={text}>
        {ORDER.map((state) => (
          <span
            key={state}
            data-kind={state}
            style={{ width: `${(100 * counts[state]) / Math.max(1, total)}%` }}
          />
        ))}
        <b>{total}</b>
      </span>
    </Tooltip>
  );
}

function Nothing() {
  return (
    <Text size="sm" c="dimmed">
      Nobody has submitted anything yet.
    </Text>
  );
}
