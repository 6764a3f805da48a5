import { readFile } from "node:fs/promises";
import path from "node:path";
import { Marked } from "marked";

/** The pages of the user guide by the last part of their address: files of the repository, read when asked for. */
export const GUIDE_PAGES: Readonly<Record<string, string>> = {
  "find-the-shortcut": "docs/guide/find-the-shortcut.md",
  "score-and-shortcut": "demo/evaluation/shortcut.md",
  "suggested-groups": "demo/evaluation/clusters.md",
  faithfulness: "docs/faithfulness.md",
};

const IMAGES = "docs/images";

export interface GuidePage {
  title: string;
  /** Of our own Markdown; headings from the second level, links and images at this server's addresses. */
  html: string;
}

/** A page of the guide; null when there is none of that name. */
export async function readGuidePage(root: string, name: string): Promise<GuidePage | null> {
  const file = Object.hasOwn(GUIDE_PAGES, name) ? GUIDE_PAGES[name] : undefined;
  if (!file) return null;
  const text = await readFile(path.join(root, file), "utf8").catch(() => null);
  if (text === null) return null;
  const title = /^# (.+)$/m.exec(text)?.[1] ?? name;
  return { title, html: await toHtml(text.replace(/^# .+$/m, ""), file) };
}

/** Markdown of `file` as HTML. A link to a file that is no page of the guide becomes plain text. */
export async function toHtml(text: string, file: string): Promise<string> {
  const marked = new Marked({
    walkTokens: (token) => {
      if (token.type === "link" || token.type === "image") token.href = addressOf(token.href, file);
    },
    renderer: {
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens);
        return href === "" ? inner : `<a href="${encodeURI(href)}">${inner}</a>`;
      },
    },
  });
  return marked.parse(text, { async: true });
}

/** Where the server has what a relative link of a repository file means; empty when it has it nowhere. */
function addressOf(href: string, file: string): string {
  if (/^(https?:\/\/|#)/.test(href)) return href;
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), href));
  if (target.startsWith(`${IMAGES}/`)) return `/guide/images/${path.posix.basename(target)}`;
  const page = Object.entries(GUIDE_PAGES).find(([, of]) => of === target);
  return page ? `/guide/${page[0]}` : "";
}

const TYPES: Record<string, string> = { png: "image/png", jpg: "image/jpeg", svg: "image/svg+xml" };

/** A picture of the guide; null when there is none of that name. */
export async function readGuideImage(
  root: string,
  name: string,
): Promise<{ bytes: Buffer; type: string } | null> {
  const type = TYPES[/^[\w-]+\.(png|jpg|svg)$/.exec(name)?.[1] ?? ""];
  if (!type) return null;
  const bytes = await readFile(path.join(root, IMAGES, name)).catch(() => null);
  return bytes && { bytes, type };
}
