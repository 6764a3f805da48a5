import { expect, type Page } from "@playwright/test";
import { query } from "./database";

export interface ImageSize {
  width: number;
  height: number;
}

/** Where a point of the photograph is in the window while the photograph is fitted into the stage. */
export async function onScreen(page: Page, image: ImageSize, [x, y]: readonly [number, number]) {
  const box = await page.getByTestId("stage").boundingBox();
  if (!box) throw new Error("The stage is not on screen.");
  const margin = 32;
  const zoom = Math.min(4, (box.width - 2 * margin) / image.width, (box.height - 2 * margin) / image.height);
  return {
    x: box.x + (box.width - image.width * zoom) / 2 + x * zoom,
    y: box.y + (box.height - image.height * zoom) / 2 + y * zoom,
  };
}

export async function openImage(page: Page, projectId: string, imageId: string): Promise<void> {
  await page.goto(`/projects/${projectId}/images/${imageId}`);
  await untilSaved(page);
}

/** “Saved” on screen: everything this person did is committed. Long enough for a server that has to start again. */
export async function untilSaved(page: Page): Promise<void> {
  await expect(page.getByTestId("save-status")).toHaveAttribute("data-status", "saved", { timeout: 45_000 });
}

/** Clicks points of the photograph, one after the other. */
export async function clickPoints(
  page: Page,
  image: ImageSize,
  points: readonly (readonly [number, number])[],
): Promise<void> {
  for (const point of points) {
    const { x, y } = await onScreen(page, image, point);
    await page.mouse.click(x, y);
  }
}

/** Draws a polygon of the part with the given number key, point by point, and closes it. */
export async function drawPolygon(
  page: Page,
  image: ImageSize,
  partKey: string,
  points: readonly (readonly [number, number])[],
): Promise<void> {
  await page.getByTestId("stage").focus();
  await page.keyboard.press(partKey);
  await page
    .getByRole("navigation", { name: "Tools" })
    .getByRole("button", { name: /polygon/i })
    .click();
  await clickPoints(page, image, points);
  await page.keyboard.press("Enter");
  await untilSaved(page);
}

/** The corners of a square, its place and side in fractions of the photograph. */
export function square({ width, height }: ImageSize, x: number, y: number, side = 0.1) {
  const corners = [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ] as const;
  return corners.map(([u, v]) => [u * width, v * height] as const);
}

/** Takes hold of what is at `from` and leaves the pointer, still pressed, at `to`. */
export async function startDrag(
  page: Page,
  image: ImageSize,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const a = await onScreen(page, image, from);
  const b = await onScreen(page, image, to);
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2, { steps: 6 });
  await page.mouse.move(b.x, b.y, { steps: 6 });
}

/** The shown score of a part, as the bars carry it; null where the part is absent. */
export async function shownScore(page: Page, part: string): Promise<number | null> {
  const value = await page
    .getByRole("region", { name: "Scores" })
    .locator(`[data-part="${part}"]`)
    .getAttribute("data-score");
  return value ? Number(value) : null;
}

const revisionsOf = async (page: Page) => {
  const imageId = /images\/([0-9a-f-]{36})/.exec(page.url())![1]!;
  return (await query("select 1 from revisions where image_id = $1", [imageId])).length;
};

/** Asks for a revision of the open image, also where something about its shapes is pointed out first. */
export async function askToSubmit(page: Page, button = "Submit"): Promise<void> {
  const before = await revisionsOf(page);
  const anyway = page.getByRole("button", { name: "Submit as it is" });
  await page.getByRole("button", { name: button, exact: true }).click();
  await expect.poll(async () => (await anyway.isVisible()) || (await revisionsOf(page)) > before).toBe(true);
  if (await anyway.isVisible()) await anyway.click();
}

/** Freezes a revision of the open image. */
export async function submit(page: Page, button = "Submit"): Promise<void> {
  const before = await revisionsOf(page);
  await askToSubmit(page, button);
  await expect.poll(() => revisionsOf(page)).toBe(before + 1);
}
