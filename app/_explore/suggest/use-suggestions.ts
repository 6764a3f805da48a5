import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import type { SuggestRequest, SuggestResult } from "@/core/analysis/comparison/suggestions";
import type { ScoreUnits } from "@/core/analysis/scores/contribution";
import type { Part } from "@/core/domain/parts";
import { type ScoredRow, subjectOf } from "../state/scored";
import { MOST_IMAGES, type SuggestChoice, settingsOf } from "./choice";
import { type SuggestedGroup, suggestedGroups } from "./groups";
import { runSuggest } from "./run-suggest";

export interface Suggestions {
  /** Of the last search that ended; they stay while the next one runs. */
  groups: readonly SuggestedGroup[];
  result: SuggestResult | null;
  /** What was searched for `groups`. */
  request: SuggestRequest | null;
  running: boolean;
  error: string | null;
  /** Null where trying again cannot help. */
  retry: (() => void) | null;
}

interface Found {
  groups: SuggestedGroup[];
  result: SuggestResult;
  request: SuggestRequest;
}

/** A slider being dragged starts one search and not twenty. */
const SETTLING_MS = 300;
const NONE: readonly SuggestedGroup[] = [];

/** Groups among the images that pass, kept up with scores, weights and filters while `choice` is not null. */
export function useSuggestions(input: {
  choice: SuggestChoice | null;
  scored: readonly ScoredRow[];
  shown: ReadonlySet<string>;
  parts: readonly Part[];
  weights: readonly number[];
  units: ScoreUnits;
}): Suggestions {
  const { choice, scored, shown, parts, weights, units } = input;
  const { normalisation, aggregation } = units;
  const latest = useMemo((): SuggestRequest | null => {
    if (!choice) return null;
    const rows = scored.filter((s) => shown.has(s.row.imageId));
    return {
      subjects: rows.map((s) => ({ ...subjectOf(s), topClass: s.row.top[0]?.name ?? "not classified" })),
      partIds: parts.map((p) => p.id),
      weights,
      units: { normalisation, ...(aggregation ? { aggregation } : {}) },
      settings: settingsOf(choice, rows.filter((s) => s.result?.defined).length),
    };
  }, [choice, scored, shown, parts, weights, normalisation, aggregation]);
  const request = useUnchanged(latest);
  const [wanted] = useDebouncedValue(request, SETTLING_MS);
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const searches = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for the same search again.
  useEffect(() => {
    setError(null);
    if (!wanted) {
      setFound(null);
      return;
    }
    if (wanted.subjects.length > MOST_IMAGES) {
      setFound(null);
      setError(
        `Groups are looked for among up to ${MOST_IMAGES.toLocaleString()} images, and ${wanted.subjects.length.toLocaleString()} are shown. Narrow them by a filter or a class group.`,
      );
      return;
    }
    return runSuggest(wanted, {
      done: (result) => {
        searches.current += 1;
        setFound({ result, request: wanted, groups: suggestedGroups(result, parts, searches.current) });
      },
      error: (message) => {
        setFound(null);
        setError(message);
      },
    });
  }, [wanted, attempt]);

  const current = request === null ? null : found;
  return {
    groups: current?.groups ?? NONE,
    result: current?.result ?? null,
    request: current?.request ?? null,
    running: request !== null && error === null && current?.request !== request,
    error: request === null ? null : error,
    retry: wanted && wanted.subjects.length > MOST_IMAGES ? null : () => setAttempt((n) => n + 1),
  };
}

/**
 * The value as it was as long as it says the same: what others do in the project brings new rows all the time, and
 * most of it has nothing to do with the scores.
 */
function useUnchanged<T>(value: T): T {
  const text = useMemo(() => JSON.stringify(value), [value]);
  const kept = useRef({ value, text });
  if (kept.current.text !== text) kept.current = { value, text };
  return kept.current.value;
}
