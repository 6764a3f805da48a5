import type { ImageColumn } from "../images";
import type { ScoredRow } from "./scored";
import { sortRows } from "./sorted";
import type { View } from "./view";

/** The image before or after `focused` in its sorted list, round the ends; the first when nothing is focused. */
export function neighbourInList(
  columns: readonly ImageColumn[],
  focused: ScoredRow | undefined,
  sort: View["sort"],
  partIds: readonly string[],
  by: 1 | -1,
): string | null {
  const column = columns.find((c) => c.rows.some((r) => r === focused)) ?? columns[0];
  if (!column || column.rows.length === 0) return null;
  const position = sort.partId === null ? null : partIds.indexOf(sort.partId);
  const order = sortRows(column.rows, position, sort.descending);
  const at = focused ? order.indexOf(focused) : -1;
  const next = at < 0 ? 0 : (at + by + order.length) % order.length;
  return order[next]!.row.imageId;
}

/** Groups shown after one was clicked; null (all) when none or all would be left. */
export function toggledGroups(
  groups: readonly { id: string }[],
  shown: readonly string[] | null,
  clicked: string,
): string[] | null {
  const all = groups.map((g) => g.id);
  const now = shown ?? all;
  const next = now.includes(clicked) ? now.filter((g) => g !== clicked) : [...now, clicked];
  return next.length === 0 || next.length === all.length ? null : next;
}
