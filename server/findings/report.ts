import { comparisonFigure } from "@/core/analysis/comparison/comparison-figure";
import type { StaleReason } from "@/core/analysis/comparison/finding";
import {
  findingHeadline,
  inference,
  methodsParagraph,
  staleWords,
} from "@/core/analysis/comparison/finding-words";
import { overlapWords } from "@/core/analysis/comparison/overlap";
import { percent } from "@/core/analysis/comparison/percent";
import { escapeMarkup, svgText } from "@/core/analysis/comparison/svg";
import { includedParts, partsInOrder } from "@/core/analysis/parts/included";
import type { FindingFace } from "./face";
import { countsTable, partsTable, table } from "./report-tables";

export interface ReportInput {
  project: string;
  id: string;
  title: string;
  note: string;
  authorName: string;
  madeOn: string;
  downloadedOn: string;
  face: FindingFace;
  stale: readonly StaleReason[];
  comments: readonly { authorName: string; text: string; when: string }[];
  /** Image id → `data:` address of its thumbnail; images without one are named only. */
  thumbs: ReadonlyMap<string, string>;
}

const COLOURS = { text: "#2b3038", muted: "#5f6672", grid: "#eceef1", zero: "#b9bfc8" };

const STYLE = `
body{font:15px/1.55 Inter,system-ui,sans-serif;color:#1c1f25;max-width:860px;margin:48px auto;padding:0 24px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px}h2{font-size:17px;margin:36px 0 8px}
.lead{font-size:17px}.quiet,caption{color:#5f6672}.small{font-size:13px}
.dot{display:inline-block;width:11px;height:11px;border-radius:3px;margin-right:6px}
table{border-collapse:collapse;width:100%;margin:8px 0 16px;font-size:13px;font-variant-numeric:tabular-nums}
caption{text-align:left;padding-bottom:4px}th,td{text-align:left;padding:5px 10px 5px 0;border-bottom:1px solid #e4e6ea;vertical-align:top}
td{white-space:nowrap}td svg{max-width:none}td:nth-child(2),td:nth-child(3){white-space:normal}td .quiet{white-space:nowrap;font-size:12px}
svg{max-width:100%;height:auto}.thumbs{display:grid;grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:10px;padding:0;list-style:none}
.thumbs img{display:block;width:100%;height:84px;object-fit:cover;border-radius:6px;background:#f6f7f9}
.thumbs li{font-size:11px;overflow-wrap:anywhere}.stale{border-left:3px solid #a15c07;padding:2px 14px}.note{white-space:pre-wrap}
@media print{body{margin:0}}`;

/**
 * A finding as one HTML file that needs nothing but itself: figure as SVG, thumbnails inside, no script. Its own
 * content policy forbids it to load anything.
 */
export function reportHtml(input: ReportInput): string {
  const { face, title, note, authorName, madeOn, stale } = input;
  const { statistics, groups, basis, view } = face;
  const text = escapeMarkup;
  const include = includedParts(basis.parts, basis.backgroundInScores);
  const parts = partsInOrder(basis.parts).filter((p) => include[p.position]);
  const figure = comparisonFigure(
    parts,
    groups.map(({ name, colour }, g) => ({
      name,
      colour,
      parts: parts.map((p) => statistics.groups[g]!.parts[p.position]!),
    })),
    COLOURS,
  );
  const groupName = new Map(basis.classGroups.map((g) => [g.id, g.name]));
  const legend = groups
    .map(
      ({ name, colour, authorName: by }, g) =>
        `<span style="margin-right:20px"><span class="dot" style="background:${text(colour)}"></span><b>${text(name)}</b> <span class="quiet">${statistics.groups[g]!.images} images, selected by ${text(by)}</span></span>`,
    )
    .join("");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${text(title)}</title><style>${STYLE}</style></head><body><main>
<h1>${text(title)}</h1>
<p class="quiet">${text(authorName)}, ${text(madeOn)}, in “${text(input.project)}”</p>
<p class="lead">${text(findingHeadline(statistics, groups, basis.parts))}</p>
${note ? `<p class="note">${text(note)}</p>` : ""}
${
  stale.length > 0
    ? `<div class="stale"><p>This is how it was on ${text(madeOn)}. Since then:</p><ul>${staleWords(stale, 20)
        .map((w) => `<li>${text(w)}</li>`)
        .join("")}</ul></div>`
    : ""
}
<h2>Parts</h2><p>${legend}</p>${svgText(figure)}
<p class="small quiet">${text(inference(groups, view).sentence)}</p>
${partsTable(face, parts, COLOURS)}
<h2>Composition</h2>
${countsTable(
  face,
  "Decided class",
  (key) => key,
  (g) => g.classes,
  statistics.classes,
)}
${countsTable(
  face,
  "Class group",
  (key) => groupName.get(key) ?? key,
  (g) => g.groups,
  statistics.classGroups,
)}
${statistics.overlap ? `<p>${text(overlapWords(statistics.overlap))}</p>` : ""}
<h2>Images</h2>${groups.map((_, g) => thumbnails(input, g)).join("")}
<h2>Methods</h2><p>${text(methodsParagraph(statistics, groups, view, basis, madeOn))}</p>
${discussion(input)}
<h2>Per image</h2>${imageTable(face, parts)}
<p class="small quiet">Finding ${text(input.id)}${basis.model ? `; classifier sha256 ${text(basis.model.sha256)}` : ""}${basis.layoutKey ? `; map ${text(basis.layoutKey)}` : ""}. Report made ${text(input.downloadedOn)} by Partwise.</p>
</main></body></html>
`;
}

function thumbnails({ face, thumbs }: ReportInput, g: number): string {
  const rows = face.rows.filter((row) => row.inGroups.includes(g));
  const items = rows.map((row) => {
    const source = thumbs.get(row.imageId);
    const picture = source ? `<img src="${source}" alt="">` : "";
    return `<li>${picture}${escapeMarkup(row.name)}</li>`;
  });
  return `<h3>${escapeMarkup(face.groups[g]!.name)}</h3><ul class="thumbs">${items.join("")}</ul>`;
}

function discussion({ comments }: ReportInput): string {
  if (comments.length === 0) return "";
  const said = comments.map(
    (c) =>
      `<p class="note"><b>${escapeMarkup(c.authorName)}</b> <span class="quiet">${escapeMarkup(c.when)}</span><br>${escapeMarkup(c.text)}</p>`,
  );
  return `<h2>Discussion</h2>${said.join("")}`;
}

function imageTable(
  { rows, groups }: FindingFace,
  parts: readonly { name: string; position: number }[],
): string {
  return table(
    ["Image", "Groups", "Decided class", "Revision", ...parts.map((p) => escapeMarkup(p.name))],
    rows.map((row) => [
      escapeMarkup(row.name),
      escapeMarkup(row.inGroups.map((g) => groups[g]!.name).join(", ")),
      escapeMarkup(row.topClass),
      row.revisionNumber === null ? "–" : `${row.revisionNumber}`,
      ...parts.map((p) => {
        const score = row.scores?.[p.position] ?? null;
        return score === null ? (row.scores ? "absent" : "–") : percent(score, 1);
      }),
    ]),
    "Signed scores, in percent",
  );
}
