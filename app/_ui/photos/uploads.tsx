"use client";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useReducer, useRef } from "react";
import { isHidden, refusalOf } from "./dropped-files";
import { sendFile } from "./send-file";
import { reduceUploads, type Upload } from "./upload-plan";

const PARALLEL = 4;

export interface Uploads {
  list: readonly Upload[];
  add(files: readonly File[]): void;
  retry(id: number): void;
  retryAll(): void;
  clear(): void;
}

const UploadsContext = createContext<Uploads | null>(null);

export function useUploads(): Uploads {
  const uploads = useContext(UploadsContext);
  if (!uploads) throw new Error("useUploads is for pages inside a project.");
  return uploads;
}

/** Sends files four at a time, whichever page of the project is open. */
export function UploadsProvider({ projectId, children }: { projectId: string; children: ReactNode }) {
  const [list, dispatch] = useReducer(reduceUploads, []);
  const files = useRef(new Map<number, File>());
  const abort = useRef<AbortController | null>(null);
  const sending = list.filter((u) => u.state === "sending").length;
  const next = list.find((u) => u.state === "queued");

  useEffect(() => {
    const controller = new AbortController();
    abort.current = controller;
    return () => controller.abort();
  }, []);

  useEffect(() => {
    const file = next && files.current.get(next.id);
    const signal = abort.current?.signal;
    if (!next || !file || !signal || sending >= PARALLEL) return;
    const { id, name } = next;
    dispatch({ type: "started", id });
    let told = 0;
    sendFile(`/api/projects/${projectId}/photos?name=${encodeURIComponent(name)}`, file, {
      signal,
      onProgress(sent) {
        // Every change draws the list again: a few a second are enough.
        if (performance.now() - told < 200) return;
        told = performance.now();
        dispatch({ type: "progress", id, sent });
      },
    }).then(
      (answer) => {
        files.current.delete(id);
        dispatch({
          type: "finished",
          id,
          duplicate: (answer as { duplicate?: boolean })?.duplicate === true,
        });
      },
      (error: Error) => dispatch({ type: "failed", id, error: error.message }),
    );
  }, [next, sending, projectId]);

  const active = sending > 0 || next !== undefined;
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [active]);

  const uploads = useMemo<Uploads>(
    () => ({
      list,
      add(chosen) {
        const added = chosen
          .filter((file) => !isHidden(file.name))
          .map((file) => {
            const id = nextId++;
            const refused = refusalOf(file);
            if (refused === null) files.current.set(id, file);
            return { id, name: file.name, size: file.size, ...(refused ? { refused } : {}) };
          });
        dispatch({ type: "added", files: added });
      },
      retry: (id) => dispatch({ type: "again", id }),
      retryAll() {
        for (const { id, state } of list)
          if (state === "failed" && files.current.has(id)) dispatch({ type: "again", id });
      },
      clear: () => dispatch({ type: "cleared" }),
    }),
    [list],
  );
  return <UploadsContext value={uploads}>{children}</UploadsContext>;
}

let nextId = 1;
