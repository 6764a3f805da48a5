import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { query } from "./database";
import { ADA, openDemo, test } from "./people";
import { untilSaved } from "./stage";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on the page as it is, or within what is given, each with the first place it is found. */
async function faults(page: Page, within = ":root"): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    ([context, values]) =>
      (window as never as { axe: typeof import("axe-core") }).axe.run(context as string, {
        resultTypes: ["violations"],
        runOnly: { type: "tag", values: values as string[] },
        // Experimental: it takes initials and key caps for words.
        rules: {
          "label-content-name-mismatch": { enabled: false },
          // A dialog's own header counts as a second one of the page, though it lies within the dialog.
          "landmark-no-duplicate-banner": { enabled: context === ":root" },
        },
      }) as Promise<AxeResults>,
    [within, RULES],
  );
  return violations.flatMap(({ id, nodes }) => `${id}: ${nodes[0]!.target.join(" ")} ×${nodes.length}`);
}

for (const colorScheme of ["light", "dark"] as const)
  test(`pages keep WCAG 2.2 AA as far as a machine can tell, ${colorScheme}`, async ({ browser, openAs }) => {
    test.setTimeout(240_000);
    const ada = await openAs(ADA);
    const projectId = await openDemo(ada);
    await ada.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // The one most is said about: settled comments and open ones.
    const [revision] = await query<{ id: string; image_id: string }>(
      `select id, image_id from revisions r where project_id = $1 and state = 'submitted'
       order by (select count(*) from review_comments c join revisions v on v.id = c.revision_id
                 where v.image_id = r.image_id) desc, id limit 1`,
      [projectId],
    );
    const project = `/projects/${projectId}`;
    const [finding] = await query<{ id: string }>("select id from findings where project_id = $1 limit 1", [
      projectId,
    ]);
    const heading = (name: string) => () => ada.getByRole("heading", { level: 1, name }).waitFor();
    const pages: [path: string, ready: () => Promise<unknown>][] = [
      ["/", heading("Projects")],
      ["/models", heading("Models")],
      ["/projects/new", heading("New project")],
      ["/guide/find-the-shortcut", () => ada.getByRole("heading", { level: 1 }).waitFor()],
      [`${project}/photos`, () => ada.getByText("demo-001.jpg").waitFor()],
      [`${project}/images/${revision!.image_id}`, () => untilSaved(ada)],
      [`${project}/review`, () => ada.getByText("Review the oldest").waitFor()],
      [`${project}/review/${revision!.id}`, () => ada.getByTestId("review-stage").waitFor()],
      [`${project}/explore`, () => ada.getByRole("img", { name: /Map of \d+ images/ }).waitFor()],
      [`${project}/findings`, heading("Findings")],
      [`${project}/findings/${finding!.id}`, () => ada.getByRole("table").first().waitFor()],
      [`${project}/people`, () => ada.getByText("ben@partwise.demo").waitFor()],
      [`${project}/settings`, heading("Settings")],
      ["/nothing/here", heading("There is nothing at this address")],
    ];
    const found: Record<string, string[]> = {};
    for (const [path, ready] of pages) {
      await ada.goto(path);
      await ready();
      found[path.replace(projectId, "ID")] = await faults(ada);
    }
    await ada.goto(`${project}/explore`);
    await ada.getByRole("complementary", { name: "Images" }).getByRole("option").first().click();
    await ada.getByTestId("image-detail").waitFor();
    found["an image in explore"] = await faults(ada);
    await ada.goto(`${project}/images/${revision!.image_id}`);
    await untilSaved(ada);
    await ada.keyboard.press("?");
    await ada.getByRole("dialog").waitFor();
    found.help = await faults(ada, "[role=dialog]");
    await ada.keyboard.press("?");
    await expect(ada.getByRole("dialog")).toHaveCount(0);

    const stranger = await browser.newPage({ colorScheme });
    for (const door of ["/sign-in", "/sign-up"]) {
      await stranger.goto(door);
      found[door] = await faults(stranger);
    }
    await stranger.close();
    expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({});
  });

test("the explorer's images by keyboard alone: focus goes into an image and back to the list", async ({
  openAs,
}) => {
  const ada = await openAs(ADA);
  const projectId = await openDemo(ada);
  await ada.goto(`/projects/${projectId}/explore`);
  const list = ada.getByRole("listbox", { name: "All images" });
  await list.focus();
  await ada.keyboard.press("ArrowDown");
  await ada.keyboard.press("Enter");
  await expect(ada.getByTestId("image-detail")).toBeFocused();
  await ada.keyboard.press("Escape");
  await expect(list).toBeFocused();
});
