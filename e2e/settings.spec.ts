import { expect } from "@playwright/test";
import { query } from "./database";
import { ADA, openDemo, test } from "./people";

test("two people change settings at once: each sends only their own, and is told before replacing the other's", async ({
  openAs,
}) => {
  const one = await openAs(ADA);
  const two = await openAs(ADA);
  const projectId = await openDemo(one);
  const about = [one, two].map((page) => page.getByRole("region", { name: "About" }));
  const [mine, theirs] = [about[0]!, about[1]!];
  for (const page of [one, two]) await page.goto(`/projects/${projectId}/settings`);
  const before = await mine.getByLabel("Description").inputValue();
  const stored = async () =>
    (
      await query<{ name: string; description: string }>(
        "select name, description from projects where id = $1",
        [projectId],
      )
    )[0]!;
  const { name } = await stored();
  const save = (section: typeof mine) => section.getByRole("button", { name: "Save" });

  await mine.getByLabel("Project name").fill(`${name}, renamed`);
  await theirs.getByLabel("Description").fill("Said by the second");
  await save(theirs).click();
  // What one has not touched follows; what one has stays.
  await expect(mine.getByLabel("Description")).toHaveValue("Said by the second");
  await expect(mine.getByText("Somebody else has changed this")).toHaveCount(0);
  await save(mine).click();
  await expect(theirs.getByLabel("Project name")).toHaveValue(`${name}, renamed`);
  expect(await stored()).toEqual({ name: `${name}, renamed`, description: "Said by the second" });

  await mine.getByLabel("Project name").fill("Mine");
  await theirs.getByLabel("Project name").fill(name);
  await save(theirs).click();
  await expect(mine.getByText("Somebody else has changed this")).toBeVisible();
  await mine.getByRole("button", { name: "Take theirs" }).click();
  await expect(mine.getByLabel("Project name")).toHaveValue(name);
  await expect(save(mine)).toBeDisabled();

  await mine.getByLabel("Description").fill(before);
  await save(mine).click();
  await expect.poll(stored).toEqual({ name, description: before });
});
