"use client";
import { useEffect, useRef } from "react";

/** Calls `act` whenever the element comes near the window's edge. */
export function useWhenVisible(act: () => void) {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) latest.current();
      },
      { rootMargin: "600px" },
    );
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return element;
}
