import { expect } from "@playwright/test";
import { committedDocument, query, untouchedImage } from "./database";
import { BEN, CHLOE, openDemo, test } from "./people";
import { askToSubmit, drawPolygon, onScreen, openImage, square, submit, untilSaved } from "./stage";

test("submitted, sent back with a pin, corrected, approved, read-only, reopened: two people, no reload", async ({
  openAs,
}) => {
  test.setTimeout(240_000);
  const ben = await openAs(BEN);
  const chloe = await openAs(CHLOE);
  const projectId = await openDemo(ben);
  const image = await untouchedImage(projectId);
  const states = async () =>
    (
      await query<{ state: string }>("select state from revisions where image_id = $1 order by number", [
        image.id,
      ])
    ).map((r) => r.state);

  // Ben draws and submits; Chloé, who has the queue open, sees it appear.
  await chloe.goto(`/projects/${projectId}/review`);
  await expect(chloe.getByRole("list", { name: "Revisions" }).getByRole("link").first()).toBeVisible();
  await openImage(ben, projectId, image.id);
  await drawPolygon(ben, image, "1", square(image, 0.3, 0.3, 0.12));
  await drawPolygon(ben, image, "2", square(image, 0.6, 0.3, 0.12));
  await submit(ben, "Submit");
  await expect(ben.getByText("Revision 1 waits for review")).toBeVisible();
  const entry = chloe.getByRole("link", { name: image.name, exact: true });
  await expect(entry).toBeVisible();

  // By keyboard: the first part back with a reason and a pin, the rest approved, closed.
  await entry.click();
  const eye = chloe.getByRole("button", { name: /^Left Eye,/ });
  await expect(eye).toHaveAttribute("aria-pressed", "true");
  const stage = chloe.getByTestId("review-stage");
  await expect(stage).toHaveAttribute("data-zoom", /.+/);
  const box = (await stage.boundingBox())!;
  const [zoom, x, y] = await Promise.all(["zoom", "x", "y"].map((k) => stage.getAttribute(`data-${k}`)));
  const at = { x: 0.36 * image.width, y: 0.36 * image.height };
  await chloe.mouse.move(box.x + Number(x) + at.x * Number(zoom), box.y + Number(y) + at.y * Number(zoom));
  await chloe.keyboard.press("c");
  await chloe.getByLabel("Comment", { exact: true }).fill("The eye ends here");
  await chloe.keyboard.press("Enter");
  await expect(chloe.getByRole("button", { name: "Comment 1: The eye ends here" })).toBeVisible();
  await chloe.keyboard.press("r");
  await chloe.keyboard.press("1");
  await chloe.keyboard.press("Enter");
  await expect(eye).toHaveAttribute("data-verdict", "changes_requested");
  await chloe.keyboard.press("Shift+A");
  await expect(chloe.getByRole("button", { name: "Send back", exact: true })).toBeEnabled();
  await chloe.keyboard.press("Enter");
  await expect.poll(states).toEqual(["changes_requested"]);
  const [pin] = await query<{ x: number; y: number }>(
    "select c.x, c.y from review_comments c join revisions r on r.id = c.revision_id where r.image_id = $1",
    [image.id],
  );
  expect(Math.abs(pin!.x - at.x)).toBeLessThan(3);
  expect(Math.abs(pin!.y - at.y)).toBeLessThan(3);

  // Ben sees what is asked, live; an unchanged drawing is not taken again.
  const review = ben.getByRole("region", { name: "Review" });
  await expect(review).toContainText("asks for changes");
  await expect(review.getByRole("button", { name: /Left Eye: border is off/ })).toBeVisible();
  await expect(review).toContainText("The eye ends here");
  await askToSubmit(ben, "Submit again");
  await expect(ben.getByText(/Nothing was changed since revision 1/)).toBeVisible();
  await ben.keyboard.press("Escape");
  await ben.getByTestId("stage").focus();
  await drawPolygon(ben, image, "1", square(image, 0.3, 0.45, 0.12));
  await review.getByRole("button", { name: "Mark comment 1 as done" }).click();
  await expect(review).toContainText("done by");
  await submit(ben, "Submit again");
  await expect(ben.getByText("Revision 2 waits for review")).toBeVisible();

  // Chloé compares it with the first and approves.
  await chloe.goto(`/projects/${projectId}/review`);
  await chloe.getByRole("link", { name: image.name, exact: true }).click();
  await expect(chloe.getByText(/Last time: border is off/)).toBeVisible();
  await chloe.keyboard.press("d");
  await expect(chloe.getByLabel("Colours of the comparison")).toBeVisible();
  await chloe.keyboard.press("Shift+A");
  await expect(chloe.getByRole("button", { name: "Approve revision" })).toBeEnabled();
  await chloe.keyboard.press("Enter");
  await expect.poll(states).toEqual(["changes_requested", "approved"]);

  // Read-only for Ben at once, on the screen and on the server.
  await expect(ben.getByTestId("save-status")).toContainText("Approved");
  await expect(ben.getByRole("button", { name: /^Submit/ })).toHaveCount(0);
  const approved = await committedDocument(image.id);
  const start = await onScreen(ben, image, [0.7 * image.width, 0.7 * image.height]);
  await ben.keyboard.press("r");
  await ben.mouse.move(start.x, start.y);
  await ben.mouse.down();
  await ben.mouse.move(start.x + 40, start.y + 40, { steps: 4 });
  await ben.mouse.up();
  const refused = await ben.request.post("/api/trpc/revisions.freeze", {
    data: { json: { projectId, imageId: image.id } },
    headers: { "content-type": "application/json", origin: new URL(ben.url()).origin },
  });
  expect(refused.status()).toBe(409);
  expect(await refused.text()).toContain("is approved");
  expect(await committedDocument(image.id)).toEqual(approved);

  // Only a reviewer reopens; then Ben can draw again.
  await expect(review.getByRole("button", { name: "Reopen" })).toHaveCount(0);
  await chloe.goto(`/projects/${projectId}/images/${image.id}`);
  await chloe.getByRole("region", { name: "Review" }).getByRole("button", { name: "Reopen" }).click();
  await chloe.getByLabel("Why").fill("The nose is still missing");
  await chloe.getByRole("dialog").getByRole("button", { name: "Reopen" }).click();
  await expect(review).toContainText("The nose is still missing");
  await expect(ben.getByTestId("save-status")).toContainText("Saved");
  await drawPolygon(ben, image, "5", square(image, 0.45, 0.6, 0.12));
  await untilSaved(ben);
  expect((await committedDocument(image.id)).shapes).toHaveLength(approved.shapes.length + 1);
});
