import { describe, expect, it } from "vitest";
import type { ProjectEvent } from "@/core/domain/events";
import { DELAY_MS, imageOf, TOPICS, topicsOf } from "./live-plan";

const stage = (name: "segment" | "explain", state: "running" | "done"): ProjectEvent => ({
  type: "stage",
  imageId: "i",
  stage: name,
  state,
});

describe("what an event makes out of date", () => {
  it("is the map's data only when something the map shows was made", () => {
    expect(topicsOf(stage("explain", "done"))).toContain("scores");
    expect(topicsOf(stage("explain", "running"))).not.toContain("scores");
    expect(topicsOf(stage("segment", "done"))).not.toContain("scores");
    expect(topicsOf({ type: "scores", imageId: "i", revisionId: "r" })).toContain("scores");
    expect(topicsOf({ type: "scores", imageId: "i", revisionId: "r" })).toContain("findings");
  });

  it("is the reviews alone while a reviewer decides, and the images too when the review ends", () => {
    expect(topicsOf({ type: "review", imageId: "i", revisionId: "r" })).toEqual(["reviews"]);
    expect(topicsOf({ type: "revision", imageId: "i", revisionId: "r" })).toEqual(
      expect.arrayContaining(["image", "images", "reviews"]),
    );
  });

  it("is everything after an interruption", () => expect(topicsOf({ type: "resync" })).toEqual(TOPICS));

  it("reaches other images' pages only when the list itself changed", () => {
    expect(imageOf(stage("segment", "done"))).toBe("i");
    expect(imageOf({ type: "image", imageId: "i", change: "removed" })).toBeNull();
  });

  it("is read within a second where somebody waits for it", () => {
    const waitedFor = ["selections", "findings", "scores", "image", "images", "members", "reviews"] as const;
    for (const topic of waitedFor) expect(DELAY_MS[topic]).toBeLessThan(1000);
  });
});
