import type { FindingFace } from "./face";

/**
 * The per-image table as CSV (RFC 4180, UTF-8): name, groups, classes, revision, and the signed score of each part
 * as a fraction; empty where a part is absent or the image has no scores.
 */
export function tableCsv({ rows, groups, basis }: Pick<FindingFace, "rows" | "groups" | "basis">): string {
  const parts = [...basis.parts].sort((a, b) => a.position - b.position);
  const lines = [
    [
      "image",
      "image id",
      "groups",
      "decided class",
      "explained class",
      "revision",
      ...parts.map((p) => p.name),
    ],
    ...rows.map((row) => [
      row.name,
      row.imageId,
      row.inGroups.map((g) => groups[g]!.name).join("; "),
      row.topClass,
      row.explained,
      `${row.revisionNumber ?? ""}`,
      ...parts.map((p) => `${row.scores?.[p.position] ?? ""}`),
    ]),
  ];
  return lines.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
