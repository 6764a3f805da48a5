import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterAct,
  drewAlone,
  isReadOnly,
  type PartVerdict,
  REVIEW_ACTS,
  REVISION_STATES,
  type ReviewAct,
  type RevisionState,
  reviewedParts,
  reviewOutcome,
  VERDICTS,
} from "./review";

const state = fc.constantFrom(...REVISION_STATES);
const act = fc.constantFrom(...REVIEW_ACTS);
const ids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1 });
const verdict = fc.constantFrom(...VERDICTS);
/** At most one verdict a part, also on parts that are not there any more. */
const verdicts = fc.uniqueArray(
  fc.record({ partId: fc.constantFrom("a", "b", "c", "d", "e", "gone"), verdict }),
  { selector: (v) => v.partId },
);

describe("the states of a revision", () => {
  it("never lets anything but a reopening out of approved, whatever is tried", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let at: RevisionState = "submitted";
        for (const one of acts) {
          const next = afterAct(at, one);
          if (at === "approved" && next !== null) expect(one).toBe("reopen");
          if (next === "approved") expect(one).toBe("approve");
          if (next === "approved" && at !== "submitted") throw new Error("approved without being submitted");
          at = next ?? at;
        }
      }),
    );
  });

  it("reaches every state from every state", () => {
    const reach = (from: RevisionState, seen = new Set<RevisionState>()): Set<RevisionState> => {
      if (seen.has(from)) return seen;
      seen.add(from);
      for (const one of REVIEW_ACTS) {
        const next = afterAct(from, one);
        if (next) reach(next, seen);
      }
      return seen;
    };
    for (const from of REVISION_STATES) expect([...reach(from)].sort()).toEqual([...REVISION_STATES].sort());
  });

  it("is read-only exactly where nothing can be submitted, decided or commented", () => {
    fc.assert(
      fc.property(state, (at) => {
        const open = (["submit", "comment", "settle"] as ReviewAct[]).map(
          (one) => afterAct(at, one) !== null,
        );
        expect(new Set(open)).toEqual(new Set([!isReadOnly(at)]));
      }),
    );
    expect(REVISION_STATES.filter(isReadOnly)).toEqual(["approved"]);
  });
});

describe("closing a review", () => {
  /** The rule as one would say it, part by part. */
  function slow(partIds: readonly string[], given: readonly PartVerdict[]): string {
    let all = true;
    for (const id of partIds) {
      const word = given.find((v) => v.partId === id);
      if (word?.verdict === "changes_requested") return "return";
      if (!word) all = false;
    }
    return all ? "approve" : "open";
  }

  it("follows from the parts, in whatever order they were decided", () => {
    fc.assert(
      fc.property(ids, verdicts, fc.boolean(), (partIds, given, backwards) => {
        const outcome = reviewOutcome(partIds, backwards ? [...given].reverse() : given);
        expect(outcome.act ?? "open").toBe(slow(partIds, given));
      }),
    );
  });

  it("names exactly the parts it is about", () => {
    fc.assert(
      fc.property(ids, verdicts, (partIds, given) => {
        const outcome = reviewOutcome(partIds, given);
        const of = (id: string) => given.find((v) => v.partId === id)?.verdict;
        if (outcome.act === null)
          expect(outcome.undecided).toEqual(partIds.filter((id) => of(id) === undefined));
        else expect(outcome.returned).toEqual(partIds.filter((id) => of(id) === "changes_requested"));
      }),
    );
  });

  it("one part sent back cannot be outvoted by approving more", () => {
    fc.assert(
      fc.property(ids, fc.nat(), (partIds, n) => {
        const bad = partIds[n % partIds.length]!;
        const given = partIds.map(
          (partId): PartVerdict => ({ partId, verdict: partId === bad ? "changes_requested" : "approved" }),
        );
        expect(reviewOutcome(partIds, given)).toEqual({ act: "return", returned: [bad] });
      }),
    );
  });

  it("judges drawn parts and the rest of the silhouette, not the background", () => {
    const parts = [
      { kind: "background", position: 0 },
      { kind: "rest", position: 2 },
      { kind: "part", position: 1 },
    ] as const;
    expect(reviewedParts(parts).map((p) => p.kind)).toEqual(["part", "rest"]);
  });
});

describe("the four-eyes rule", () => {
  it("is met as soon as anybody else has a hand in it", () => {
    const people = fc.uniqueArray(fc.constantFrom("ada", "ben", "chloe"), { minLength: 1 });
    fc.assert(
      fc.property(people, fc.constantFrom("ada", "ben", "chloe"), (authorIds, me) => {
        const others = authorIds.filter((id) => id !== me);
        expect(drewAlone({ authorIds, createdBy: "ada" }, me)).toBe(others.length === 0);
      }),
    );
  });

  it("takes whoever submitted for the author of a drawing without authors", () => {
    expect(drewAlone({ authorIds: [], createdBy: "ada" }, "ada")).toBe(true);
    expect(drewAlone({ authorIds: [], createdBy: "ada" }, "ben")).toBe(false);
    expect(drewAlone({ authorIds: [], createdBy: null }, "ben")).toBe(false);
  });
});
