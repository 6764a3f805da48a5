"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/**
 * False until the page's scripts have taken over. A form sent before that would be sent by the browser itself,
 * fields and all, so its button waits.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
