"use client";
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import type { Part } from "@/core/domain/parts";
import classes from "./explore.module.css";
import { cardHeight, ImageCard } from "./image-card";
import type { ScoredRow } from "./state/scored";
import { visibleWindow } from "./state/sorted";

interface Props {
  label: string;
  rows: readonly ScoredRow[];
  parts: readonly Part[];
  narrow: boolean;
  heatmap: number;
  sortedBy: string | null;
  focusedId: string | null;
  onFocus(imageId: string): void;
  onOpen(imageId: string): void;
}

/** A list of image cards; only those in sight exist. Arrow keys walk it, Enter opens the image's details. */
export function ImageList({
  label,
  rows,
  parts,
  narrow,
  heatmap,
  sortedBy,
  focusedId,
  onFocus,
  onOpen,
}: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const scoredParts = rows.find((r) => r.result)?.result?.status.filter((s) => s !== "excluded").length;
  const height = cardHeight(scoredParts ?? parts.length, narrow);
  const { from, to } = visibleWindow(rows.length, height, view.top, view.height);
  const focused = rows.findIndex((r) => r.row.imageId === focusedId);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const resize = new ResizeObserver(() => setView((v) => ({ ...v, height: element.clientHeight })));
    resize.observe(element);
    return () => resize.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || focused < 0) return;
    const top = focused * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + element.clientHeight)
      element.scrollTop = top + height - element.clientHeight;
  }, [focused, height]);

  const walk = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(view.height / height) - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = steps[event.key];
    let next: number | null = null;
    if (step !== undefined) next = focused < 0 ? 0 : focused + step;
    else if (event.key === "Home") next = 0;
    else if (event.key === "End") next = rows.length - 1;
    else if (event.key === "Enter" && focused >= 0) {
      event.preventDefault();
      onOpen(rows[focused]!.row.imageId);
    }
    if (next === null || rows.length === 0) return;
    event.preventDefault();
    onFocus(rows[Math.max(0, Math.min(rows.length - 1, next))]!.row.imageId);
  };

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="listbox"
      aria-label={label}
      aria-activedescendant={focused >= from && focused < to ? `card-${label}-${focusedId}` : undefined}
      tabIndex={0}
      onKeyDown={walk}
      onScroll={(e) => setView({ top: e.currentTarget.scrollTop, height: e.currentTarget.clientHeight })}
    >
      <div className={classes.runway} style={{ height: rows.length * height }}>
        {rows.slice(from, to).map((scored, i) => {
          const id = scored.row.imageId;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys (roving by aria-activedescendant).
            <div
              key={id}
              id={`card-${label}-${id}`}
              role="option"
              tabIndex={-1}
              aria-selected={id === focusedId}
              aria-posinset={from + i + 1}
              aria-setsize={rows.length}
              className={classes.card}
              data-narrow={narrow || undefined}
              data-focused={id === focusedId || undefined}
              data-image={id}
              style={{ top: (from + i) * height, height }}
              onClick={() => onOpen(id)}
            >
              <ImageCard
                scored={scored}
                parts={parts}
                narrow={narrow}
                heatmap={heatmap}
                emphasised={sortedBy}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
