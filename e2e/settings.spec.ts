import { expect } from "@playwright/test";
import { committedDocument, query, untouchedImage } from "./database";
import { ADA, BEN, openDemo, test } from "./people";
import { clickPoints, drawPolygon, openImage, square, untilSaved } from "./stage";

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

test("a part is renamed while somebody draws it: the editor follows, and neither outline nor undo is lost", async ({
  openAs,
}) => {
  const ada = await openAs(ADA);
  const ben = await openAs(BEN);
  const projectId = await openDemo(ada);
  const image = await untouchedImage(projectId);
  const shapes = async () => (await committedDocument(image.id)).shapes.length;
  await openImage(ben, projectId, image.id);
  await drawPolygon(ben, image, "1", square(image, 0.2, 0.2));
  await ben.keyboard.press("p");
  const corners = square(image, 0.5, 0.5);
  await clickPoints(ben, image, corners.slice(0, 2));

  await ada.goto(`/projects/${projectId}/settings`);
  const parts = ada.getByRole("region", { name: "Parts", exact: true });
  const name = parts.getByLabel("Name of part 1");
  const before = await name.inputValue();
  const rename = async (to: string) => {
    await name.fill(to);
    await parts.getByRole("button", { name: "Save" }).click();
    await expect(ben.getByRole("complementary", { name: "Parts and scores" })).toContainText(to);
  };
  await rename("Eye on the left");
  await clickPoints(ben, image, corners.slice(2));
  await ben.keyboard.press("Enter");
  await untilSaved(ben);
  expect(await shapes()).toBe(2);
  await ben.keyboard.press("Control+z");
  await ben.keyboard.press("Control+z");
  await untilSaved(ben);
  expect(await shapes()).toBe(0);
  await rename(before);
});
