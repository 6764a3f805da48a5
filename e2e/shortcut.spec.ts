import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { query } from "./database";
import { ADA, openDemo, test } from "./people";

/* The walk of docs/guide/find-the-shortcut.md, held against what the collection's generator knows. */

interface Truth {
  file: string;
  beside: string[];
  top1: string;
}

const truths: Truth[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "../demo/collection/collection.json"), "utf8"),
).images;

/** The shortcut at work: the armchair is in the picture, and the network takes the cat for an Egyptian. */
const atWork = ({ beside, top1 }: Truth) => beside.includes("tartan armchair") && top1 === "Egyptian cat";

async function membersOf(name: string): Promise<Truth[]> {
  const files = await query<{ name: string }>(
    `select i.name from selections s, jsonb_array_elements_text(s.members) m, images i
     where s.name = $1 and i.id = m::uuid`,
    [name],
  );
  return files.map((f) => truths.find((t) => t.file === f.name)!);
}

/** Keeps a suggested group under its own name, which is returned. */
async function keep(page: Page, card: Locator): Promise<string> {
  const main = card.getByRole("button").first();
  const shown = ((await main.locator("p").first().textContent()) ?? "").trim();
  const saved = page.waitForResponse((r) => r.url().includes("selections.create") && r.ok());
  await card.getByRole("button", { name: "Keep as a selection" }).click();
  await saved;
  await expect(card.getByRole("button", { name: "Kept" })).toBeVisible();
  return shown;
}

test("the planted shortcut is found: sum the relevance, let groups be suggested, look at the one Background leads", async ({
  openAs,
}) => {
  const page = await openAs(ADA);
  const projectId = await openDemo(page);
  await query("delete from selections where project_id = $1 and name like 'Background leads%'", [projectId]);
  await page.goto(`/projects/${projectId}/explore`);
  await expect(page.getByRole("img", { name: /Map of \d+ images/ })).toBeVisible({ timeout: 30_000 });

  await page.getByRole("button", { name: "Scores: LRP-ε, mean, per sign" }).click();
  const scores = page.getByRole("dialog", { name: "Scores" });
  await scores.getByText("Sum", { exact: true }).click();
  await scores.getByText("Absolute", { exact: true }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Scores: LRP-ε, sum, absolute" })).toBeVisible();

  // Only images decided for a cat: for the others the scores explain a class the network did not choose.
  const groups = page.getByRole("group", { name: "Class groups" });
  await groups.getByRole("button", { name: /other animal/ }).click();
  await groups.getByRole("button", { name: /thing/ }).click();
  await expect(page.getByText(/of \d+ images/).first()).toBeVisible();

  await page.getByRole("button", { name: "Find groups" }).click();
  const suggest = page.getByRole("region", { name: "Suggest" });
  const background = suggest.locator('[data-suggestion="cluster"][data-leading="Background"]').first();
  await expect(background).toBeVisible({ timeout: 30_000 });
  await expect(suggest).toHaveAttribute("aria-busy", "false");
  await background.getByRole("button").first().click();
  await expect(background).toContainText(/taken for Egyptian cat/);

  // Coarse: one group holds every image in which the shortcut is at work, and a few with a second animal beside.
  const coarse = await membersOf(await keep(page, background));
  const all = truths.slice(0, -10).filter(atWork);
  expect(coarse.filter(atWork).length).toBeGreaterThanOrEqual(0.95 * all.length);
  expect(coarse.filter(atWork).length / coarse.length).toBeGreaterThan(0.7);

  await suggest.getByText("Fine", { exact: true }).click();
  await expect(suggest).toHaveAttribute("aria-busy", "true");
  await expect(suggest).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
  await background.getByRole("button").first().click();
  await expect(page.getByRole("region", { name: "Statistics" })).toContainText("Background leads");
  const images = page.getByRole("complementary", { name: "Images" }).getByRole("option");
  await expect(images.first()).toContainText("Egyptian cat");
  await keep(page, background);
  const [kept] = await query<{ name: string; note: string }>(
    `select s.name, s.note from selections s where s.project_id = $1 and s.name like 'Background leads%'
     order by s.created_at desc limit 1`,
    [projectId],
  );
  const fine = await membersOf(kept!.name);
  expect(fine.length).toBeGreaterThanOrEqual(8);
  expect(fine.filter(atWork).length / fine.length).toBeGreaterThanOrEqual(0.9);

  // It is the team's now, and says how it was made.
  await expect(page.getByRole("region", { name: "Selections" }).getByText(kept!.name)).toBeVisible();
  expect(kept!.note).toMatch(
    /HDBSCAN \(smallest group \d+, fine.*sum, absolute; equal weights.*does not test/,
  );

  // Under the mean no suggested group is led by Background: the setting matters.
  await page.getByRole("button", { name: "Scores: LRP-ε, sum, absolute" }).click();
  await scores.getByText("Mean", { exact: true }).click();
  await page.keyboard.press("Escape");
  await expect(suggest).toHaveAttribute("aria-busy", "true");
  await expect(suggest).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
  await expect(suggest.locator('[data-suggestion="cluster"]').first()).toBeVisible();
  await expect(suggest.locator('[data-suggestion="cluster"][data-leading="Background"]')).toHaveCount(0);
});
