import { describe, expect, it } from "vitest";
import { tableCsv } from "./table";

const row = (name: string, inGroups: number[], scores: (number | null)[] | null) => ({
  name,
  imageId: "i1",
  inGroups,
  topClass: "tabby cat",
  explained: "tabby cat",
  revisionNumber: 2,
  scores,
});
const basis = {
  parts: [
    { name: "Nose", position: 1 },
    { name: "Left Eye", position: 0 },
  ],
};

describe("the per-image table", () => {
  it("has the parts in their order, signed fractions, and nothing where a part is absent or nothing is scored", () => {
    const rows = [row("a.jpg", [0], [-0.25, null]), row("b.jpg", [0], null)];
    expect(tableCsv({ rows, groups: [{ name: "Eyes" }], basis }).split("\r\n")).toEqual([
      "image,image id,groups,decided class,explained class,revision,Left Eye,Nose",
      "a.jpg,i1,Eyes,tabby cat,tabby cat,2,-0.25,",
      "b.jpg,i1,Eyes,tabby cat,tabby cat,2,,",
      "",
    ]);
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])(
    "keeps a spreadsheet from running the name %j",
    (name) => {
      const csv = tableCsv({ rows: [row(name, [0], null)], groups: [{ name }], basis });
      const [, line] = csv.split("\r\n");
      expect(line!.startsWith(`'${name},i1,'${name},`)).toBe(true);
    },
  );
});
