import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { LAYOUT_SEED, layoutKey } from "@/core/analysis/embedding/key";
import type { LayoutMethod, LayoutQuality, LayoutRequest, Point } from "@/core/analysis/embedding/layout";
import type { ExplorerProps, SharedLayout } from "../props";
import { runLayout } from "./run-layout";
import type { ScoredRow } from "./scored";

/** A weight slider being dragged, or revisions arriving one after another, start one layout and not twenty. */
const SETTLING_MS = 350;
/** Up to so many images a changed map runs to its end by itself; beyond, that takes seconds and is asked for. */
const ALWAYS_SETTLED = 600;

export interface MapLayout {
  positions: ReadonlyMap<string, Point>;
  /** Key of the layout shown; null before the first. */
  key: string | null;
  /** 0…1 while a layout is computed, else null. */
  progress: number | null;
  quality: LayoutQuality | null;
  pointTrust: ReadonlyMap<string, number>;
  apart: ReadonlySet<string>;
  error: string | null;
  /** The map follows the change but has not run to its end: it is not shared until it is settled. */
  provisional: boolean;
  /** Runs the present layout to its end and shares it. */
  settle(): void;
  retry(): void;
}

interface Wanted {
  key: string;
  ids: string[];
  request: LayoutRequest;
}

interface Options extends Pick<ExplorerProps, "layout" | "loadLayout" | "onSaveLayout"> {
  scored: readonly ScoredRow[];
  weights: readonly number[];
  method: LayoutMethod;
  /** While true nothing moves (a lasso is being named, scores are being made anew). */
  hold: boolean;
  /** False for people who asked for reduced motion: only the end is shown. */
  animate: boolean;
}

type Shown = Omit<MapLayout, "settle" | "retry">;
const NOTHING: Shown = {
  positions: new Map(),
  key: null,
  progress: null,
  quality: null,
  pointTrust: new Map(),
  apart: new Set(),
  error: null,
  provisional: false,
};

/**
 * The map's positions. The canonical layout of the present scores, weights and method is taken from the project
 * when somebody has computed it; else it is computed here, from the present positions, and offered to all.
 */
export function useLayout(options: Options): MapLayout {
  const [shown, setShown] = useState<Shown>(NOTHING);
  const latest = useRef({ shown, options });
  latest.current = { shown, options };
  const stop = useRef<() => void>(() => undefined);
  const [attempt, setAttempt] = useState(0);

  const wanted = useDelayed(
    useMemo(
      () => wantedLayout(options.scored, options.weights, options.method),
      [options.scored, options.weights, options.method],
    ),
    SETTLING_MS,
  );

  const show = useCallback((w: Wanted, shared: SharedLayout) => {
    stop.current();
    const positions = new Map(Object.entries(shared.positions) as [string, Point][]);
    setShown((s) => ({ ...s, positions, key: w.key, progress: null, error: null, provisional: false }));
    const ordered = w.ids.map((id) => positions.get(id));
    if (!ordered.every((p) => p !== undefined)) return;
    stop.current = runLayout(
      { request: w.request, positions: ordered as Point[] },
      {
        frame: () => undefined,
        done: (result) => setShown((s) => ({ ...s, ...judged(w.ids, result) })),
        error: () => undefined,
      },
    );
  }, []);

  const compute = useCallback(
    (w: Wanted, settle: boolean) => {
      stop.current();
      const present = latest.current.shown.positions;
      const start = w.ids.map((id) => present.get(id) ?? null);
      const keyed = (points: Point[]) => new Map(w.ids.map((id, i) => [id, points[i]!]));
      const warm = present.size >= 3;
      const settled = !warm || settle || w.request.method === "pca" || w.ids.length <= ALWAYS_SETTLED;
      setShown((s) => ({ ...s, progress: 0, error: null }));
      stop.current = runLayout(
        { request: { ...w.request, ...(warm ? { start, settle: settled } : {}) } },
        {
          frame: (frame) =>
            setShown((s) => ({
              ...s,
              progress: frame.progress,
              positions:
                latest.current.options.animate || s.key === null ? keyed(frame.positions) : s.positions,
            })),
          done: (result) => {
            const positions = keyed(result.positions);
            setShown({
              positions,
              key: w.key,
              progress: null,
              error: null,
              provisional: !settled,
              ...judged(w.ids, result),
            });
            if (!settled) return;
            void offer(w, positions, latest.current.options, (stored) => {
              if (latest.current.shown.key === w.key) show(w, stored);
            });
          },
          error: (message) => setShown((s) => ({ ...s, progress: null, error: message })),
        },
      );
    },
    [show],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for the same layout again.
  useEffect(() => {
    if (!wanted || options.hold || latest.current.shown.key === wanted.key) return;
    let stale = false;
    const { layout, loadLayout } = latest.current.options;
    const find = async () => {
      if (layout?.key === wanted.key) return layout;
      return (await loadLayout?.(wanted.key)) ?? null;
    };
    find()
      // A stored layout that cannot be read is computed again.
      .catch(() => null)
      .then((found) => {
        if (stale) return;
        if (found) show(wanted, found);
        else compute(wanted, false);
      });
    return () => {
      stale = true;
    };
  }, [wanted, options.hold, attempt, show, compute]);

  // Somebody else's layout of the same key was first: everybody looks at theirs.
  const { layout } = options;
  useEffect(() => {
    if (layout && wanted && layout.key === wanted.key && latest.current.shown.key === wanted.key) {
      const present = latest.current.shown.positions;
      const same = Object.entries(layout.positions).every(
        ([id, [x, y]]) => present.get(id)?.[0] === x && present.get(id)?.[1] === y,
      );
      if (!same) show(wanted, layout);
    }
  }, [layout, wanted, show]);

  useEffect(() => () => stop.current(), []);

  const settle = useCallback(() => {
    if (wanted) compute(wanted, true);
  }, [wanted, compute]);
  const retry = useCallback(() => setAttempt((n) => n + 1), []);
  return { ...shown, settle, retry };
}

function wantedLayout(
  scored: readonly ScoredRow[],
  weights: readonly number[],
  method: LayoutMethod,
): Wanted | null {
  const images = scored
    .flatMap(({ row, result }) => (result?.defined ? [{ id: row.imageId, scores: result.scores }] : []))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  if (images.length === 0) return null;
  return {
    key: layoutKey({ images, weights, method, seed: LAYOUT_SEED }),
    ids: images.map((i) => i.id),
    request: { scores: images.map((i) => i.scores), weights, method, seed: LAYOUT_SEED },
  };
}

function judged(ids: readonly string[], result: Parameters<Parameters<typeof runLayout>[1]["done"]>[0]) {
  return {
    quality: result.quality,
    pointTrust: new Map(
      ids.flatMap((id, i) => (result.pointTrust[i] === null ? [] : [[id, result.pointTrust[i]!]])),
    ),
    apart: new Set(ids.filter((_, i) => result.apart[i])),
  };
}

/** Saves a layout; when another's was first, reads theirs. A failed save leaves the map as it is. */
async function offer(
  wanted: Wanted,
  positions: ReadonlyMap<string, Point>,
  { onSaveLayout, loadLayout }: Pick<Options, "onSaveLayout" | "loadLayout">,
  adopt: (stored: SharedLayout) => void,
): Promise<void> {
  try {
    const plain = Object.fromEntries([...positions].map(([id, [x, y]]) => [id, [x, y] as [number, number]]));
    const first = await onSaveLayout({ key: wanted.key, positions: plain });
    if (first !== false) return;
    const stored = await loadLayout?.(wanted.key);
    if (stored) adopt(stored);
  } catch {
    // The map is still right for this person; the next one computes it again.
  }
}

/** The value once it has stood still for `ms`; at once the first time there is one. */
function useDelayed<T extends { key: string } | null>(value: T, ms: number): T {
  const [delayed, setDelayed] = useState(value);
  const first = delayed === null;
  useEffect(() => {
    const timer = setTimeout(
      () => setDelayed((d) => (d?.key === value?.key && d !== null ? d : value)),
      first ? 0 : ms,
    );
    return () => clearTimeout(timer);
  }, [value, ms, first]);
  return delayed;
}
