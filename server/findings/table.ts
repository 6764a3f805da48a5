import type { FaceRow } from "./face";

interface Table {
  rows: readonly Pick<
    FaceRow,
    "name" | "imageId" | "inGroups" | "topClass" | "explained" | "revisionNumber" | "scores"
  >[];
  groups: readonly { name: string }[];
  basis: { parts: readonly { name: string; position: number }[] };
}

/**
 * The per-image table as CSV (RFC 4180, UTF-8): name, groups, classes, revision, and the signed score of each part
 * as a fraction; empty where a part is absent or the image has no scores.
 */
export function tableCsv({ rows, groups, basis }: Table): string {
  const parts = [...basis.parts].sort((a, b) => a.position - b.position);
  const lines = [
    [
      "image",
      "image id",
      "groups",
      "decided class",
      "explained class",
      "revision",
      ...parts.map((p) => plain(p.name)),
    ],
    ...rows.map((row) => [
      plain(row.name),
      row.imageId,
      plain(row.inGroups.map((g) => groups[g]!.name).join("; ")),
      plain(row.topClass),
      plain(row.explained),
      `${row.revisionNumber ?? ""}`,
      ...parts.map((p) => `${row.scores?.[p.position] ?? ""}`),
    ]),
  ];
  return lines.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

/** A spreadsheet would run a name such as `=HYPERLINK(…)` as a formula; a leading apostrophe makes it text. */
const plain = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
