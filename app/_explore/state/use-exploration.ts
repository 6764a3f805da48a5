import { useMemo } from "react";
import { partsInOrder } from "@/core/analysis/parts/included";
import type { MapPointData } from "../figures/map";
import type { ImageColumn } from "../images";
import type { ExplorerProps } from "../props";
import type { SuggestChoice } from "../suggest/choice";
import { useSuggestions } from "../suggest/use-suggestions";
import { pointColour } from "./colouring";
import { membersOf, passing, scoreAll } from "./scored";
import { useLayout } from "./use-layout";
import { filterRule, type View } from "./view";

/** A set of images as it is looked at: a selection, or a suggested group. */
interface Looked {
  id: string;
  name: string;
  colour: string;
}

/**
 * All that the views show, derived from the shared data and one person's view: nothing here is state, so the
 * views cannot disagree.
 */
export function useExploration(
  props: ExplorerProps,
  view: View,
  options: {
    hold: boolean;
    animate: boolean;
    /** What groups to look for; null: none. */
    suggest: SuggestChoice | null;
    /** The suggested group the pointer is on: it stands out on the map. */
    hovered: string | null;
  },
) {
  const { rows, groups, selections, backgroundInScores } = props;
  const { normalisation, aggregation, ranges, quality, groupIds } = view;
  const parts = useMemo(() => partsInOrder(props.parts), [props.parts]);
  const partIds = useMemo(() => parts.map((p) => p.id as string), [parts]);
  const scored = useMemo(
    () => scoreAll(rows, parts, { normalisation, aggregation }, backgroundInScores),
    [rows, parts, normalisation, aggregation, backgroundInScores],
  );
  const byId = useMemo(() => new Map(scored.map((s) => [s.row.imageId, s])), [scored]);
  // Not of the whole view: what is derived from it would change with every click.
  const rule = useMemo(
    () => filterRule({ normalisation, aggregation, ranges, quality, groupIds }),
    [normalisation, aggregation, ranges, quality, groupIds],
  );
  const shown = useMemo(() => passing(scored, rule, partIds), [scored, rule, partIds]);
  const suggestions = useSuggestions({
    choice: options.suggest,
    scored,
    shown,
    parts,
    weights: view.weights,
    units: view,
  });
  const members = useMemo(
    () =>
      new Map([
        ...selections.map((s) => [s.id, new Set(membersOf(s, rows, parts, backgroundInScores))] as const),
        ...suggestions.groups.map((g) => [g.id, new Set(g.members)] as const),
      ]),
    [selections, suggestions.groups, rows, parts, backgroundInScores],
  );
  // A selection somebody deleted is no longer compared.
  const compared = useMemo(
    () => view.compared.flatMap((id) => selections.filter((s) => s.id === id)),
    [view.compared, selections],
  );
  // What is looked at, saved or only suggested.
  const looked = useMemo(
    () =>
      view.compared.flatMap((id): Looked[] => [
        ...selections.filter((s) => s.id === id),
        ...suggestions.groups.filter((g) => g.id === id),
      ]),
    [view.compared, selections, suggestions.groups],
  );
  const layout = useLayout({
    scored,
    weights: view.weights,
    method: view.method,
    hold: options.hold,
    animate: options.animate,
    layout: props.layout,
    loadLayout: props.loadLayout,
    onSaveLayout: props.onSaveLayout,
  });

  const points = useMemo((): MapPointData[] => {
    const hovered = suggestions.groups.filter((g) => g.id === options.hovered);
    const raisedBy = hovered.length > 0 ? hovered : looked;
    const colourOf = pointColour({
      colourBy: view.colourBy,
      groups,
      // While groups are suggested, the map shows them and not what was there before.
      selections: suggestions.groups.length > 0 ? [...suggestions.groups, ...compared] : selections,
      members,
      compared: raisedBy.map((s) => s.id),
      pointTrust: layout.pointTrust,
      partPosition: (id) => partIds.indexOf(id),
    });
    return scored.flatMap((s) => {
      const { imageId, name, groupId } = s.row;
      const at = layout.positions.get(imageId);
      if (!at) return [];
      const raised = raisedBy.some((c) => members.get(c.id)?.has(imageId));
      const visible = shown.has(imageId);
      const { waiting } = s.row;
      const shape = { groupId, colour: colourOf(s), visible, waiting, raised };
      return [{ imageId, name, x: at[0], y: at[1], ...shape }];
    });
  }, [
    scored,
    layout.positions,
    layout.pointTrust,
    view.colourBy,
    groups,
    selections,
    suggestions.groups,
    options.hovered,
    members,
    compared,
    looked,
    partIds,
    shown,
  ]);

  const columns = useMemo((): ImageColumn[] => {
    const visible = scored.filter((s) => shown.has(s.row.imageId));
    if (looked.length === 0) {
      const name = visible.length === scored.length ? "All images" : "Images that pass";
      return [{ id: "all", name, colour: null, rows: visible }];
    }
    return looked.map((s) => ({
      id: s.id,
      name: s.name,
      colour: s.colour,
      rows: visible.filter((v) => members.get(s.id)?.has(v.row.imageId)),
    }));
  }, [scored, shown, looked, members]);

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
    looked,
    suggestions,
    layout,
    points,
    columns,
    groupCounts,
  };
}
