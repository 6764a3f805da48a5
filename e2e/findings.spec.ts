import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { query } from "./database";
import { ADA, BEN, openDemo, test } from "./people";
import { drawPolygon, openImage } from "./stage";

const GROUPS = ["Decided by the background", "Decided by the body"];

/** Chooses one selection and then the other to compare with it. */
async function compare(page: Page, projectId: string): Promise<void> {
  await page.goto(`/projects/${projectId}/explore`);
  await expect(page.getByRole("img", { name: /Map of \d+ images/ })).toBeVisible({ timeout: 30_000 });
  const list = page.getByRole("region", { name: "Selections" });
  await list.getByText(GROUPS[0]!).click();
  await list.getByRole("button", { name: `Compare ${GROUPS[1]}` }).click();
}

test("a finding saved by one appears for the other, is discussed, goes stale, and leaves as one file", async ({
  openAs,
  browser,
}) => {
  test.setTimeout(240_000);
  const ada = await openAs(ADA);
  const ben = await openAs(BEN);
  const projectId = await openDemo(ada);
  const title = `Found ${Date.now()}`;
  await ben.goto(`/projects/${projectId}/findings`);
  await expect(ben.getByRole("heading", { name: "Findings", level: 1 })).toBeVisible();

  await compare(ada, projectId);
  await ada.getByRole("button", { name: "Save as finding" }).click();
  const dialog = ada.getByRole("dialog");
  await dialog.getByLabel("Title").fill(title);
  await dialog.getByLabel("Note").fill("Look behind them.");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });

  const card = ben.getByRole("article").filter({ hasText: title });
  await expect(card).toBeVisible();
  await expect(card).toContainText("Ada Lindqvist");
  await card.getByRole("link", { name: title }).click();
  await expect(ben).toHaveURL(/findings\/[0-9a-f-]{36}$/);
  await expect(ben.getByRole("heading", { name: title })).toBeVisible();
  const headline = ben.getByText(/Cliff’s δ [+−]\d\.\d\d/).first();
  await expect(headline).toBeVisible();
  const said = (await headline.textContent())!;
  const findingId = /findings\/([0-9a-f-]{36})/.exec(ben.url())![1]!;

  await ada.goto(`/projects/${projectId}/findings/${findingId}`);
  await ben.getByLabel("Your comment").fill("I see a chair.");
  await ben.getByRole("button", { name: "Comment" }).click();
  const discussion = ada.getByRole("region", { name: "Discussion" });
  await expect(discussion.getByText("I see a chair.")).toBeVisible();
  await expect(discussion.getByRole("button", { name: "Take back your comment" })).toHaveCount(0);

  const [download] = await Promise.all([
    ben.waitForEvent("download"),
    (async () => {
      await ben.getByRole("button", { name: "Download" }).click();
      await ben.getByRole("menuitem", { name: /Report/ }).click();
    })(),
  ]);
  const html = readFileSync(await download.path(), "utf8");
  expect(download.suggestedFilename()).toBe(`${title}.html`);
  expect(html).toContain(said);
  expect(html).toContain("I see a chair.");
  expect(html).not.toMatch(/<script|<link|@import|url\(|(?:src|href)="(?!data:)/i);
  // It stands by itself: opened without any server, it asks for nothing.
  const alone = await (await browser.newContext({ offline: true })).newPage();
  const asked: string[] = [];
  alone.on("request", (r) => asked.push(r.url()));
  await alone.setContent(html);
  await expect(alone.getByRole("heading", { name: title })).toBeVisible();
  expect(asked.filter((url) => !url.startsWith("data:"))).toEqual([]);

  // The very view, on the map.
  await ben.getByRole("link", { name: "Open in explore" }).click();
  await expect(ben.getByRole("status").filter({ hasText: title })).toBeVisible();
  const statistics = ben.getByRole("region", { name: "Statistics" });
  for (const name of GROUPS) await expect(statistics).toContainText(name);
  await ben.getByRole("link", { name: "Back to the finding" }).click();

  // Somebody draws a member anew and submits it.
  const [member] = await query<{ id: string; name: string; width: number; height: number }>(
    `select i.id, i.name, i.width, i.height from finding_images f join images i on i.id = f.image_id
     join lateral (select state from revisions where image_id = i.id order by number desc limit 1) r on r.state <> 'approved'
     where f.finding_id = $1 and f.member order by i.name limit 1`,
    [findingId],
  );
  expect(member, "a member whose annotation is still open").toBeDefined();
  await openImage(ada, projectId, member!.id);
  const at = (x: number, y: number) => [x * member!.width, y * member!.height] as const;
  await drawPolygon(ada, member!, "5", [at(0.35, 0.35), at(0.6, 0.35), at(0.6, 0.6), at(0.35, 0.6)]);
  await ada.getByRole("button", { name: "Submit" }).click();
  const anyway = ada.getByRole("dialog").getByRole("button", { name: /submit|freeze/i });
  if (await anyway.isVisible().catch(() => false)) await anyway.click();
  await expect(ben.getByText("Something it rests on has changed")).toBeVisible({ timeout: 30_000 });
  await expect(
    ben.getByText(new RegExp(`${member!.name.replaceAll(".", "\\.")} has revision`)),
  ).toBeVisible();
  await expect(ben.getByText(said)).toBeVisible();
  await ben.getByText("As it is now", { exact: true }).click();
  await expect(ben.getByText(/Cliff’s δ [+−]\d\.\d\d/).first()).toBeVisible();
  await ben.getByText("As it was", { exact: true }).click();
  await expect(ben.getByText(said)).toBeVisible();

  await query("delete from findings where id = $1", [findingId]);
});
