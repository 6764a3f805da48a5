"use client";
import { useState } from "react";
import { type Draft, draftState } from "./draft";

/** A field of the settings: one's own edit over what is saved at present, by whomever. */
export function useDraft<T>(present: T, same: (a: T, b: T) => boolean = Object.is) {
  const [draft, setDraft] = useState<Draft<T>>(null);
  return {
    ...draftState(present, draft, same),
    set: (value: T) => setDraft((before) => ({ base: before?.base ?? present, value })),
    /** Back to what is saved. */
    reset: () => setDraft(null),
  };
}
