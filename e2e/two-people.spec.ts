import { expect } from "@playwright/test";
import { committedDocument, untouchedImage } from "./database";
import { ADA, BEN, openDemo, test } from "./people";
import { drawPolygon, onScreen, openImage, shownScore, startDrag, submit, untilSaved } from "./stage";

test("two people drag two vertices of one polygon at once; both moves survive, and both see the scores", async ({
  openAs,
}) => {
  const ada = await openAs(ADA);
  const ben = await openAs(BEN);
  const projectId = await openDemo(ada);
  const image = await untouchedImage(projectId);
  const at = (x: number, y: number) => [x * image.width, y * image.height] as const;

  await openImage(ada, projectId, image.id);
  await openImage(ben, projectId, image.id);
  await drawPolygon(ada, image, "1", [at(0.3, 0.3), at(0.7, 0.3), at(0.7, 0.7), at(0.3, 0.7)]);
  await expect(ben.getByText("1 of 5")).toBeVisible();
  expect(await shownScore(ben, "Left Eye")).not.toBeNull();

  // Each chooses the shape, then both hold a vertex at the same time.
  for (const page of [ada, ben]) {
    await page
      .getByRole("navigation", { name: "Tools" })
      .getByRole("button", { name: /select/i })
      .click();
    const inside = await onScreen(page, image, at(0.5, 0.31));
    await page.mouse.click(inside.x, inside.y);
  }
  const before = await shownScore(ben, "Left Eye");
  await Promise.all([
    startDrag(ada, image, at(0.3, 0.3), at(0.15, 0.2)),
    startDrag(ben, image, at(0.7, 0.7), at(0.85, 0.9)),
  ]);
  // The bars move while the pointers are still down.
  await expect.poll(() => shownScore(ben, "Left Eye")).not.toBe(before);
  await Promise.all([ada.mouse.up(), ben.mouse.up()]);
  await Promise.all([untilSaved(ada), untilSaved(ben)]);

  const snapshot = await committedDocument(image.id);
  expect(snapshot.shapes).toHaveLength(1);
  const [shape] = snapshot.shapes;
  if (shape?.type !== "polygon") throw new Error("The shape is no polygon.");
  const corners = shape.vertices.map((v) => [v.x / image.width, v.y / image.height]);
  for (const [index, [x, y]] of [
    [0.15, 0.2],
    [0.7, 0.3],
    [0.85, 0.9],
    [0.3, 0.7],
  ].entries()) {
    expect(Math.abs(corners[index]![0]! - x!)).toBeLessThan(0.02);
    expect(Math.abs(corners[index]![1]! - y!)).toBeLessThan(0.02);
  }
  await expect
    .poll(async () => (await shownScore(ada, "Left Eye")) === (await shownScore(ben, "Left Eye")))
    .toBe(true);

  // One submits; the other sees the revision's scores without a reload.
  await submit(ada);
  await expect(ada.getByText("revision 1", { exact: true })).toBeVisible();
  await expect(ben.getByText("revision 1", { exact: true })).toBeVisible();
});

test("a lasso made by one appears for the other without a reload, and survives one", async ({ openAs }) => {
  const ada = await openAs(ADA);
  const ben = await openAs(BEN);
  const projectId = await openDemo(ada);
  for (const page of [ada, ben]) {
    await page.goto(`/projects/${projectId}/explore`);
    await expect(page.getByRole("img", { name: /Map of \d+ images/ })).toBeVisible({ timeout: 30_000 });
  }
  const map = ada.getByRole("img", { name: /Map of \d+ images/ });
  const box = (await map.boundingBox())!;
  await ada.getByRole("button", { name: "Lasso", exact: true }).click();
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await ada.mouse.move(...at(0.1, 0.2));
  await ada.mouse.down();
  for (const corner of [at(0.9, 0.15), at(0.9, 0.9), at(0.1, 0.9), at(0.1, 0.22)])
    await ada.mouse.move(...corner, { steps: 8 });
  await ada.mouse.up();
  const dialog = ada.getByRole("dialog");
  const name = `Lasso ${Date.now()}`;
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: /save|share|create/i }).click();
  await expect(dialog).toBeHidden();
  await expect(ben.getByRole("region", { name: "Selections" }).getByText(name)).toBeVisible();
  await ben.reload();
  await expect(ben.getByRole("region", { name: "Selections" }).getByText(name)).toBeVisible();
  await ben.getByRole("region", { name: "Selections" }).getByText(name).click();
  await expect(ben.getByRole("region", { name: "Statistics" })).toContainText("Left Eye");
});
