import { count } from "../words";

export type UploadState = "queued" | "sending" | "done" | "duplicate" | "failed";

export interface Upload {
  id: number;
  name: string;
  bytes: number;
  sent: number;
  state: UploadState;
  /** What went wrong, in words. */
  error: string | null;
  /** It was never sent because it cannot be read; trying again is of no use. */
  refused: boolean;
}

export type UploadEvent =
  | { type: "added"; files: readonly { id: number; name: string; size: number; refused?: string }[] }
  | { type: "started"; id: number }
  | { type: "progress"; id: number; sent: number }
  | { type: "finished"; id: number; duplicate: boolean }
  | { type: "failed"; id: number; error: string }
  | { type: "again"; id: number }
  | { type: "cleared" };

/** Pure: the list of uploads after an event. */
export function reduceUploads(uploads: readonly Upload[], event: UploadEvent): readonly Upload[] {
  const change = (id: number, fields: Partial<Upload>) =>
    uploads.map((upload) => (upload.id === id ? { ...upload, ...fields } : upload));
  switch (event.type) {
    case "added":
      return [
        ...uploads,
        ...event.files.map(({ id, name, size, refused }) => ({
          id,
          name,
          bytes: size,
          sent: 0,
          state: refused ? ("failed" as const) : ("queued" as const),
          error: refused ?? null,
          refused: refused !== undefined,
        })),
      ];
    case "started":
      return change(event.id, { state: "sending", sent: 0, error: null });
    case "progress":
      return change(event.id, { sent: event.sent });
    case "finished":
      return uploads.map((u) =>
        u.id === event.id ? { ...u, state: event.duplicate ? "duplicate" : "done", sent: u.bytes } : u,
      );
    case "failed":
      return change(event.id, { state: "failed", error: event.error, sent: 0 });
    case "again":
      return change(event.id, { state: "queued", error: null, sent: 0 });
    case "cleared":
      return uploads.filter((u) => u.state === "queued" || u.state === "sending");
  }
}

export interface UploadTotals {
  files: number;
  done: number;
  duplicates: number;
  failed: number;
  active: boolean;
  /** 0…1 of the bytes that are not given up. */
  share: number;
}

export function totalsOf(uploads: readonly Upload[]): UploadTotals {
  const countOf = (state: UploadState) => uploads.filter((u) => u.state === state).length;
  const [done, duplicates, failed] = [countOf("done"), countOf("duplicate"), countOf("failed")];
  const alive = uploads.filter((u) => u.state !== "failed");
  const bytes = alive.reduce((sum, u) => sum + u.bytes, 0);
  const sent = alive.reduce((sum, u) => sum + u.sent, 0);
  return {
    files: uploads.length,
    done,
    duplicates,
    failed,
    active: done + duplicates + failed < uploads.length,
    share: bytes > 0 ? sent / bytes : 1,
  };
}

/** What is said of them: a file that was here already is no new photograph. */
export function uploadWords({ active, files, done, duplicates, failed }: UploadTotals) {
  let headline = `${count(done, "photograph")} uploaded`;
  if (active) headline = `Uploading ${count(files, "file")}`;
  else if (failed === files) headline = "Nothing was uploaded";
  else if (done === 0) headline = "Nothing new";
  const details = [
    `${done + duplicates + failed} of ${count(files, "file")}`,
    ...(duplicates > 0 ? [`${duplicates} already here`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return { headline, details: details.join(" · ") };
}
