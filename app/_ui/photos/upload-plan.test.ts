import { describe, expect, it } from "vitest";
import { reduceUploads, totalsOf, type Upload, type UploadEvent, uploadWords } from "./upload-plan";

const run = (...events: UploadEvent[]) => events.reduce(reduceUploads, [] as readonly Upload[]);
const files = [
  { id: 1, name: "a.jpg", size: 100 },
  { id: 2, name: "b.jpg", size: 300 },
  { id: 3, name: "c.gif", size: 50, refused: "Not a photograph." },
];

describe("uploads", () => {
  it("counts the bytes of what is not given up", () => {
    const totals = totalsOf(
      run(
        { type: "added", files },
        { type: "started", id: 1 },
        { type: "finished", id: 1, duplicate: false },
        { type: "started", id: 2 },
        { type: "progress", id: 2, sent: 100 },
      ),
    );
    expect(totals).toEqual({ files: 3, done: 1, duplicates: 0, failed: 1, active: true, share: 0.5 });
  });

  it("goes on past a broken file and can try it again", () => {
    const broken = run(
      { type: "added", files: files.slice(0, 2) },
      { type: "failed", id: 1, error: "cut off" },
      { type: "finished", id: 2, duplicate: true },
    );
    expect(totalsOf(broken)).toMatchObject({ failed: 1, duplicates: 1, active: false });
    const again = reduceUploads(broken, { type: "again", id: 1 });
    expect(again[0]).toMatchObject({ state: "queued", error: null });
    expect(totalsOf(again).active).toBe(true);
  });

  it("counts as uploaded what is new, not what was here or failed", () => {
    const some = run(
      { type: "added", files },
      { type: "finished", id: 1, duplicate: false },
      { type: "finished", id: 2, duplicate: true },
    );
    expect(uploadWords(totalsOf(some))).toEqual({
      headline: "1 photograph uploaded",
      details: "3 of 3 files · 1 already here · 1 failed",
    });
    const none = run(
      { type: "added", files: files.slice(0, 1) },
      { type: "finished", id: 1, duplicate: true },
    );
    expect(uploadWords(totalsOf(none)).headline).toBe("Nothing new");
  });

  it("clears what is finished and keeps what is under way", () => {
    const left = run({ type: "added", files }, { type: "started", id: 2 }, { type: "cleared" });
    expect(left.map((u) => u.id)).toEqual([1, 2]);
  });
});
