import { type Dispatch, useEffect, useMemo, useReducer } from "react";
import { partsInOrder } from "@/core/analysis/parts/included";
import type { Part } from "@/core/domain/parts";
import { fitView, reduceView, type View, type ViewAction } from "./view";
import { decodeView, encodeView } from "./view-link";

const WRITE_AFTER_MS = 300;

/** The person's view, begun from the address and kept in it, so that the address can be sent to a colleague. */
export function useView(unordered: readonly Part[]): [View, Dispatch<ViewAction>] {
  const [chosen, dispatch] = useReducer(reduceView, null, () =>
    decodeView(window.location.hash, partsInOrder(unordered)),
  );
  const view = useMemo(() => fitView(chosen, unordered), [chosen, unordered]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const fragment = encodeView(view, partsInOrder(unordered));
      const { pathname, search, hash } = window.location;
      if (hash.slice(1) !== fragment)
        window.history.replaceState(
          window.history.state,
          "",
          `${pathname}${search}${fragment && `#${fragment}`}`,
        );
    }, WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [view, unordered]);
  return [view, dispatch];
}
