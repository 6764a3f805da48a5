/** What a person has made of a value that others may change meanwhile; null before they touch it. */
export type Draft<T> = { base: T; value: T } | null;

export interface DraftState<T> {
  /** What the form shows: the present value until the person has made it another. */
  value: T;
  changed: boolean;
  /** Somebody else changed it since: saving replaces theirs. */
  outdated: boolean;
}

export function draftState<T>(present: T, draft: Draft<T>, same: (a: T, b: T) => boolean): DraftState<T> {
  if (!draft || same(draft.value, draft.base)) return { value: present, changed: false, outdated: false };
  const changed = !same(draft.value, present);
  return { value: draft.value, changed, outdated: changed && !same(draft.base, present) };
}
