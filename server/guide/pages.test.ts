import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { GUIDE_PAGES, readGuideImage, readGuidePage, toHtml } from "./pages";

const root = fileURLToPath(new URL("../../", import.meta.url));

describe("the guide", () => {
  it.each(Object.keys(GUIDE_PAGES))(
    "%s is there, with a title, and every picture and page it points at is",
    async (name) => {
      const page = (await readGuidePage(root, name))!;
      expect(page.title).not.toBe(name);
      expect(page.html).not.toContain("<h1");
      for (const [, image] of page.html.matchAll(/src="\/guide\/images\/([^"]+)"/g))
        expect(await readGuideImage(root, image!), image).not.toBeNull();
      for (const [, link] of page.html.matchAll(/href="\/guide\/([^"]+)"/g))
        expect(GUIDE_PAGES).toHaveProperty(link!);
    },
  );

  it("points at this server's addresses; what the guide does not hold becomes words", async () => {
    const from = "docs/guide/find-the-shortcut.md";
    expect(await toHtml("[truth](../../demo/evaluation/shortcut.md)", from)).toContain(
      'href="/guide/score-and-shortcut"',
    );
    expect(await toHtml("![map](../images/guide-fine.png)", from)).toContain(
      'src="/guide/images/guide-fine.png"',
    );
    expect(await toHtml("[keys](../../.partwise/auth-secret)", from)).toBe("<p>keys</p>\n");
    expect(await toHtml("[x](javascript:alert(1))", from)).toBe("<p>x</p>\n");
  });

  it("serves its own pages and pictures and nothing else", async () => {
    for (const name of ["toString", "../README", "nothing"])
      expect(await readGuidePage(root, name)).toBeNull();
    for (const name of ["../next.md", "..%2Fnext.md", "nothing.png", "a/b.png"])
      expect(await readGuideImage(root, name)).toBeNull();
  });
});
