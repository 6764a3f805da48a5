import { expect, test } from "vitest";
import type { StageState } from "@/core/domain/jobs";
import { remaking } from "./remaking";

const image = (
  explain: StageState,
  revision: "waiting" | "present" | "unscored" | null,
  segment: StageState = "done",
) => ({
  stages: {
    ingest: { state: "done" as const },
    predict: { state: "done" as const },
    segment: { state: segment },
    explain: { state: explain },
  },
  revision: revision && { waiting: revision === "waiting", scores: revision === "unscored" ? null : {} },
});

test("new photographs on their way are no remaking", () => {
  expect(remaking([])).toBeNull();
  expect(
    remaking([image("waiting", null), image("running", "unscored"), image("done", "present")]),
  ).toBeNull();
});

test("maps are counted over all photographs, annotated or not; a failure is waited for no longer", () => {
  const images = [
    image("done", "present"),
    image("failed", "unscored"),
    image("running", "waiting"),
    image("waiting", null),
  ];
  expect(remaking(images)).toEqual({
    what: "Relevance maps are being made anew",
    done: 2,
    of: 4,
    waiting: 1,
  });
});

test("then come silhouettes, then the scores themselves", () => {
  expect(remaking([image("done", "waiting", "waiting"), image("done", "present")])).toMatchObject({
    what: "Silhouettes are being made anew",
    done: 1,
    of: 2,
  });
  const scores = ["waiting", "present", "present", "unscored", null] as const;
  expect(remaking(scores.map((revision) => image("done", revision)))).toEqual({
    what: "Scores are being computed anew",
    done: 2,
    of: 3,
    waiting: 1,
  });
});
