import { useEffect, useRef } from "react";

/** Where letters are text. Radios, checkboxes and sliders take no letters, so tools stay within reach there. */
const TYPING =
  "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog] *";

/** Single keys for the map's tools, from anywhere in the page but where text is typed. */
export function useToolKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.matches(TYPING)) return;
      latest.current[event.key.toLowerCase()]?.();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
