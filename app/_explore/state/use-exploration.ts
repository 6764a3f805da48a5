import { useMemo } from "react";
import { partsInOrder } from "@/core/analysis/parts/included";
import type { MapPointData } from "../figures/map";
import type { ImageColumn } from "../images";
import type { ExplorerProps } from "../props";
import { pointColour } from "./colouring";
import { membersOf, passing, scoreAll } from "./scored";
import { useLayout } from "./use-layout";
import { filterRule, type View } from "./view";

/**
 * All that the views show, derived from the shared data and one person's view: nothing here is state, so the
 * views cannot disagree.
 */
export function useExploration(
  props: ExplorerProps,
  view: View,
  options: { hold: boolean; animate: boolean },
) {
  const { rows, groups, selections, backgroundInScores } = props;
  const { normalisation, aggregation } = view;
  const parts = useMemo(() => partsInOrder(props.parts), [props.parts]);
  const partIds = useMemo(() => parts.map((p) => p.id as string), [parts]);
  const scored = useMemo(
    () => scoreAll(rows, parts, { normalisation, aggregation }, backgroundInScores),
    [rows, parts, normalisation, aggregation, backgroundInScores],
  );
  const byId = useMemo(() => new Map(scored.map((s) => [s.row.imageId, s])), [scored]);
  const rule = useMemo(() => filterRule(view), [view]);
  const shown = useMemo(() => passing(scored, rule, partIds), [scored, rule, partIds]);
  const members = useMemo(
    () => new Map(selections.map((s) => [s.id, new Set(membersOf(s, rows, parts, backgroundInScores))])),
    [selections, rows, parts, backgroundInScores],
  );
  // A selection somebody deleted is no longer compared.
  const compared = useMemo(
    () => view.compared.flatMap((id) => selections.filter((s) => s.id === id)),
    [view.compared, selections],
  );
  const layout = useLayout({
    scored,
    weights: view.weights,
    method: view.method,
    ...options,
    layout: props.layout,
    loadLayout: props.loadLayout,
    onSaveLayout: props.onSaveLayout,
  });

  const points = useMemo((): MapPointData[] => {
    const colourOf = pointColour({
      colourBy: view.colourBy,
      groups,
      selections,
      members,
      compared: compared.map((s) => s.id),
      pointTrust: layout.pointTrust,
      partPosition: (id) => partIds.indexOf(id),
    });
    return scored.flatMap((s) => {
      const { imageId, name, groupId } = s.row;
      const at = layout.positions.get(imageId);
      if (!at) return [];
      const raised = compared.some((c) => members.get(c.id)?.has(imageId));
      const visible = shown.has(imageId);
      return [{ imageId, name, x: at[0], y: at[1], groupId, colour: colourOf(s), visible, raised }];
    });
  }, [
    scored,
    layout.positions,
    layout.pointTrust,
    view.colourBy,
    groups,
    selections,
    members,
    compared,
    partIds,
    shown,
  ]);

  const columns = useMemo((): ImageColumn[] => {
    const visible = scored.filter((s) => shown.has(s.row.imageId));
    if (compared.length === 0) {
      const name = visible.length === scored.length ? "All images" : "Images that pass";
      return [{ id: "all", name, colour: null, rows: visible }];
    }
    return compared.map((s) => ({
      id: s.id,
      name: s.name,
      colour: s.colour,
      rows: visible.filter((v) => members.get(s.id)?.has(v.row.imageId)),
    }));
  }, [scored, shown, compared, members]);

  const groupCounts = useMemo(() => {
    const counts = new Map<string, number>();
    for (const row of rows) counts.set(row.groupId, (counts.get(row.groupId) ?? 0) + 1);
    return counts;
  }, [rows]);

  return {
    parts,
    partIds,
    scored,
    byId,
    rule,
    shown,
    members,
    compared,
    layout,
    points,
    columns,
    groupCounts,
  };
}
