import { describe, expect, it } from "vitest";
import type { StageState } from "@/core/domain/jobs";
import { progressOf } from "./progress";

const at = (ingest: StageState, predict: StageState, segment: StageState, explain: StageState) => {
  const stage = (state: StageState) => ({ state, error: state === "failed" ? "Because." : null });
  return progressOf({
    ingest: stage(ingest),
    predict: stage(predict),
    segment: stage(segment),
    explain: stage(explain),
  });
};

describe("a photograph's progress", () => {
  it("names a failure before anything else", () =>
    expect(at("done", "running", "failed", "waiting")).toEqual({
      kind: "failed",
      label: "Segmenting failed",
      error: "Because.",
    }));
  it("names what runs", () =>
    expect(at("done", "running", "waiting", "waiting")).toMatchObject({ label: "Classifying" }));
  it("waits between stages", () =>
    expect(at("done", "done", "done", "waiting")).toMatchObject({ kind: "waiting" }));
  it("is ready when all is done", () =>
    expect(at("done", "done", "done", "done")).toEqual({ kind: "ready" }));
});
