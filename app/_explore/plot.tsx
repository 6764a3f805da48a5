"use client";
import { useEffect, useRef, useState } from "react";
import { boxPolygon } from "@/core/analysis/selection/lasso";
import type { Figure } from "./figures/figure";

/*
 * The only importer of Plotly, and a bundle of our own: the core (which has `scatter`) with the traces in use.
 * Nothing is ever sent anywhere: no cloud button, no server address.
 */
type PlotlyModule = typeof import("plotly.js/lib/core").default;
type PlotElement = Awaited<ReturnType<PlotlyModule["newPlot"]>>;

let loading: Promise<PlotlyModule> | null = null;

function loadPlotly(): Promise<PlotlyModule> {
  loading ??= Promise.all([
    import("plotly.js/lib/core"),
    import("plotly.js/lib/scattergl"),
    import("plotly.js/lib/bar"),
  ]).then(([core, ...traces]) => {
    core.default.register(traces.map((t) => t.default));
    return core.default;
  });
  // A failed download may be tried again.
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

let webgl: boolean | null = null;

/** Whether this browser draws WebGL; without it figures must use SVG traces. */
export function hasWebgl(): boolean {
  webgl ??= document.createElement("canvas").getContext("webgl") !== null;
  return webgl;
}

/** What a person did on a plot, freed of Plotly's own types. */
export interface PlotEvents {
  /** Closed outline in data coordinates of a finished lasso or box. */
  onOutline?(outline: [number, number][]): void;
  /** `customdata` of the point clicked. */
  onPoint?(id: string): void;
  /** `customdata` of the point under the pointer and where the pointer is in the window; null when it left. */
  onHover?(hover: { id: string; clientX: number; clientY: number } | null): void;
}

interface PlotProps extends PlotEvents {
  figure: Figure;
  label: string;
  scrollZoom?: boolean;
  className?: string;
  /** Raised to put the axes back to all of the data. */
  resets?: number;
}

export function Plot({ figure, label, scrollZoom = false, className, resets = 0, ...events }: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const element = useRef<PlotElement | null>(null);
  const plotly = useRef<PlotlyModule | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const latest = useRef({ figure, events });
  latest.current = { figure, events };

  useEffect(() => {
    const div = host.current;
    if (!div) return;
    let gone = false;
    const draw = async () => {
      const module = await loadPlotly();
      if (gone) return;
      const { data, layout } = latest.current.figure;
      const config = {
        displayModeBar: false,
        displaylogo: false,
        showSendToCloud: false,
        plotlyServerURL: "",
        responsive: false,
        doubleClick: "reset" as const,
        scrollZoom,
      };
      const made = await module.newPlot(div, data, { ...layout, autosize: true }, config);
      if (gone) return;
      plotly.current = module;
      element.current = made;
      listen(made, () => latest.current.events);
    };
    draw().catch((error: unknown) => setFailed(error instanceof Error ? error.message : String(error)));
    const resize = new ResizeObserver(() => {
      if (element.current && div.offsetParent) plotly.current?.Plots.resize(element.current);
    });
    resize.observe(div);
    return () => {
      gone = true;
      resize.disconnect();
      if (element.current) plotly.current?.purge(element.current);
      element.current = null;
    };
  }, [scrollZoom]);

  useEffect(() => {
    if (element.current)
      plotly.current?.react(element.current, figure.data, { ...figure.layout, autosize: true });
  }, [figure]);

  useEffect(() => {
    if (resets > 0 && element.current)
      plotly.current?.relayout(element.current, {
        "xaxis.autorange": true,
        "yaxis.autorange": true,
      } as object);
  }, [resets]);

  if (failed) return <p role="alert">This chart could not be drawn: {failed}</p>;
  return <div ref={host} className={className} role="img" aria-label={label} />;
}

function listen(element: PlotElement, events: () => PlotEvents): void {
  element.on("plotly_click", (e) => {
    const id = e.points[0]?.customdata;
    if (typeof id === "string") events().onPoint?.(id);
  });
  element.on("plotly_hover", (e) => {
    const id = e.points[0]?.customdata;
    if (typeof id === "string")
      events().onHover?.({ id, clientX: e.event.clientX, clientY: e.event.clientY });
  });
  element.on("plotly_unhover", () => events().onHover?.(null));
  element.on("plotly_selected", (e) => {
    // Plotly also reports a cleared selection, without any outline.
    const lasso = e?.lassoPoints as { x: number[]; y: number[] } | undefined;
    const box = e?.range as { x: number[]; y: number[] } | undefined;
    if (lasso) events().onOutline?.(lasso.x.map((x, i) => [x, lasso.y[i]!]));
    else if (box) {
      const [x0, x1] = box.x as [number, number];
      const [y0, y1] = box.y as [number, number];
      events().onOutline?.(boxPolygon([x0, y0], [x1, y1]).map(([x, y]) => [x, y]));
    }
  });
}
