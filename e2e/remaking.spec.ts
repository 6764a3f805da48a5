import { expect, type Page } from "@playwright/test";
import { query } from "./database";
import { ADA, BEN, CHLOE, openDemo, test } from "./people";
import { pidsOf } from "./processes";

/** The worker stands still while `act` runs, so that what is on screen meanwhile can be read in peace. */
async function whileNobodyWorks(act: () => Promise<void>): Promise<void> {
  const workers = pidsOf("workers/main.ts");
  expect(workers.length).toBeGreaterThan(0);
  for (const pid of workers) process.kill(pid, "SIGSTOP");
  try {
    await act();
  } finally {
    for (const pid of workers) process.kill(pid, "SIGCONT");
  }
}

async function chooseExplanation(owner: Page, projectId: string, name: string): Promise<void> {
  await owner.goto(`/projects/${projectId}/settings`);
  const networks = owner.getByRole("region", { name: "Networks" });
  await networks.getByRole("combobox", { name: "Explanation" }).click();
  await owner.getByRole("option", { name }).click();
  await networks.getByRole("button", { name: "Save" }).click();
  await expect(networks.getByText("Saved.")).toBeVisible();
}

const counted = async (projectId: string) => {
  const [row] = await query<{ photos: number; scored: number }>(
    `select count(*)::int as photos, (select count(distinct image_id)::int from revisions
       where project_id = $1 and scores_key is not null) as scored from images where project_id = $1`,
    [projectId],
  );
  return row!;
};

test("another method is chosen: everybody sees which scores wait, none is counted with the new ones, all arrive by themselves", async ({
  openAs,
}) => {
  test.setTimeout(300_000);
  const ada = await openAs(ADA);
  const ben = await openAs(BEN);
  const chloe = await openAs(CHLOE);
  const projectId = await openDemo(ada);
  const { photos, scored } = await counted(projectId);

  await ben.goto(`/projects/${projectId}/explore`);
  await expect(ben.getByRole("img", { name: /Map of \d+ images/ })).toBeVisible({ timeout: 60_000 });
  const statistics = ben.getByRole("region", { name: "Statistics" });
  await expect(ben.getByRole("button", { name: "Scores: LRP-ε, mean, per sign" })).toBeVisible();
  await expect(statistics).toContainText(`${photos} images, ${scored} scored`);
  const progress = ben.getByRole("status").filter({ hasText: "made anew" });
  await expect(progress).toHaveCount(0);

  await whileNobodyWorks(async () => {
    await chooseExplanation(ada, projectId, "LRP ε-γ-box");
    await expect(progress).toContainText(`Relevance maps are being made anew: 0 of ${photos}`);
    // The map stays; its images and cards are marked, and nothing of before is counted.
    await expect(ben.getByRole("img", { name: /Map of \d+ images/ })).toBeVisible();
    await expect(ben.getByRole("option").first().getByText("waiting", { exact: true })).toBeVisible();
    await expect(statistics).toContainText("Statistics appear when the images shown have scores");

    // The editor opened meanwhile shows no bar of a map that is gone; the review marks the frozen revision's.
    const [waiting] = await query<{ imageId: string; revisionId: string }>(
      `select image_id as "imageId", id as "revisionId" from revisions r where project_id = $1 and state = 'submitted'
       and number = (select max(number) from revisions n where n.image_id = r.image_id) order by created_at limit 1`,
      [projectId],
    );
    await chloe.goto(`/projects/${projectId}/review/${waiting!.revisionId}`);
    const frozen = chloe.getByRole("region", { name: "Scores" });
    await expect(frozen.getByText("waiting", { exact: true })).toBeVisible();
    await expect(frozen.getByText("LRP-ε, mean, per sign")).toBeVisible();
    await ada.goto(`/projects/${projectId}/images/${waiting!.imageId}`);
    const live = ada.getByRole("region", { name: "Scores" });
    await expect(live.getByText("A new relevance map is being made.")).toBeVisible();

    // A finding “as it is now” says what it leaves out.
    await ada.goto(`/projects/${projectId}/findings`);
    await ada.getByRole("article").getByRole("link").first().click();
    await ada.getByText("As it is now", { exact: true }).click();
    await expect(
      ada.getByText(`${scored} photographs of this project still have scores of before`),
    ).toBeVisible();
  });

  // The first are through: they count, the others still wait.
  await expect(progress).toContainText(/anew: [1-9]\d* of/, { timeout: 60_000 });
  await expect(statistics).toContainText(/\d images, \d+ scored/, { timeout: 60_000 });
  await expect(ben.getByRole("button", { name: "Scores: LRP ε-γ-box, mean, per sign" })).toBeVisible();

  // Back again halfway: what was made before is found by its key, and the demo is left as it was.
  await chooseExplanation(ada, projectId, "LRP-ε (the paper’s)");
  await expect(ben.getByRole("button", { name: "Scores: LRP-ε, mean, per sign" })).toBeVisible();
  await expect(progress).toHaveCount(0, { timeout: 180_000 });
  await expect(statistics).toContainText(`${photos} images, ${scored} scored`);
  await expect(ben.getByRole("option").first().getByText("waiting", { exact: true })).toHaveCount(0);
  const frozen = chloe.getByRole("region", { name: "Scores" });
  await expect(frozen.getByText("LRP-ε, mean, per sign")).toBeVisible();
  await expect(frozen.getByText("waiting", { exact: true })).toHaveCount(0);
});
