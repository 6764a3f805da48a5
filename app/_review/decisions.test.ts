import { describe, expect, it } from "vitest";
import type { PartId } from "@/core/domain/ids";
import type { Part } from "@/core/domain/parts";
import { closing, type Decision, type Draft, shownDecisions } from "./decisions";

const parts = ["eye", "ear"].map((id) => ({ id, name: id }) as unknown as Part);
const stored = (partId: string, verdict: "approved" | "changes_requested"): Decision => ({
  revisionId: "r",
  partId,
  verdict,
  reason: verdict === "approved" ? null : "border",
  note: "",
  version: 1,
  decidedBy: "ada",
  decidedByName: "Ada",
  decidedAt: new Date(0),
});
const draft = (partId: string, verdict: Draft["verdict"]): [string, Draft] => [
  partId,
  { partId: partId as PartId, verdict, reason: null, note: "", seen: null },
];

describe("decisions on the screen", () => {
  it("show a draft over what is stored, marked as on its way, and a withdrawal as undecided", () => {
    const shown = shownDecisions(
      [stored("eye", "approved"), stored("ear", "approved")],
      new Map([draft("eye", "changes_requested"), draft("ear", "undecided")]),
      "Chloé",
    );
    expect(shown.get("eye")).toMatchObject({ verdict: "changes_requested", byName: "Chloé", pending: true });
    expect(shown.has("ear")).toBe(false);
  });

  it("say what closing would do, with the drafts counted in", () => {
    const one = [stored("eye", "approved")];
    expect(closing(parts, shownDecisions(one, new Map(), "me"))).toMatchObject({ act: null, open: "ear" });
    const approved = shownDecisions(one, new Map([draft("ear", "approved")]), "me");
    expect(closing(parts, approved).act).toBe("approve");
    const returned = shownDecisions(one, new Map([draft("eye", "changes_requested")]), "me");
    expect(closing(parts, returned).act).toBe("return");
  });
});
