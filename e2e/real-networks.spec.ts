import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, type Page } from "@playwright/test";
import { query } from "./database";
import { ADA, test } from "./people";
import { drawPolygon, openImage, shownScore, submit } from "./stage";

const SHARED = resolve(import.meta.dirname, "../../shared");
const model = (file: string) => join(SHARED, "models", file);
const PHOTOS = ["cats/chelsea.png", "cats/Siamese.jpg", "cats/Abyssinian.jpg"].map((p) =>
  join(SHARED, "photos", p),
);

async function addNetwork(
  page: Page,
  kind: "Classifier" | "Segmenter",
  file: string,
  classes: string,
  name: string,
) {
  await page.goto("/models");
  await page
    .getByRole("button", { name: /add a network/i })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(kind, { exact: true }).click();
  // Mantine's file inputs are buttons in front of hidden inputs.
  const inputs = dialog.locator('input[type="file"]');
  await inputs.nth(0).setInputFiles(model(file));
  await inputs.nth(1).setInputFiles(model(classes));
  await dialog.getByLabel(/^Name( \*)?$/).fill(name);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByRole("status")).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "Done" }).click();
}

test("real networks and photographs, from registration to scores on the map", async ({ openAs }) => {
  test.skip(!existsSync(model("squeezenet1.1.onnx")), "the real networks are not on this machine");
  test.setTimeout(300_000);
  const page = await openAs(ADA);
  const run = Date.now();
  await addNetwork(page, "Classifier", "squeezenet1.1.onnx", "labels/labels1000.txt", `SqueezeNet ${run}`);
  await addNetwork(page, "Segmenter", "deeplabv3_mnv2_pascal.onnx", "labels/voc21.txt", `DeepLabV3 ${run}`);

  await page.goto("/projects/new");
  await page.getByLabel("Project name").fill(`Real cats ${run}`);
  for (const [label, name] of [
    ["Classifier", `SqueezeNet ${run}`],
    ["Segmenter", `DeepLabV3 ${run}`],
  ] as const) {
    await page
      .getByRole("combobox", { name: label })
      .or(page.getByRole("textbox", { name: label }))
      .first()
      .click();
    await page.getByRole("option", { name: new RegExp(name) }).click();
  }
  // The suggested target group of an ImageNet network is the cats, 281 to 285.
  await expect(page.getByText(/tabby/i).first()).toBeVisible();
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page).toHaveURL(/\/projects\/[0-9a-f-]{36}\/photos/);
  const projectId = /projects\/([0-9a-f-]{36})/.exec(page.url())![1]!;

  const broken = join(mkdtempSync(join(tmpdir(), "partwise-e2e-broken-")), "broken.jpg");
  writeFileSync(broken, "this is no photograph");
  await page
    .getByLabel("Photographs to upload")
    .first()
    .setInputFiles([...PHOTOS, broken]);
  const photographs = page.getByRole("list", { name: "Photographs" });
  await expect(page.getByText(/broken\.jpg.*not a JPEG/).first()).toBeVisible();
  await expect(photographs.getByRole("listitem")).toHaveCount(PHOTOS.length, { timeout: 30_000 });
  await expect
    .poll(
      async () =>
        (
          await query<{ n: number }>(
            `select count(*)::int as n from image_stages s join images i on i.id = s.image_id
             where i.project_id = $1 and s.stage in ('segment', 'explain') and s.state = 'done'`,
            [projectId],
          )
        )[0]!.n,
      { timeout: 120_000 },
    )
    .toBe(2 * PHOTOS.length);
  // Without a reload the cards name the explained class: a cat.
  await expect(photographs.getByText(/tabby|tiger cat|Persian|Siamese|Egyptian/i).first()).toBeVisible();

  const [image] = await query<{ id: string; width: number; height: number }>(
    "select id, width, height from images where project_id = $1 and name = 'chelsea.png'",
    [projectId],
  );
  await openImage(page, projectId, image!.id);
  const at = (x: number, y: number) => [x * image!.width, y * image!.height] as const;
  await drawPolygon(page, image!, "1", [at(0.4, 0.35), at(0.55, 0.35), at(0.55, 0.55), at(0.4, 0.55)]);
  expect(await shownScore(page, "Left Eye")).not.toBeNull();
  expect(await shownScore(page, "Background")).not.toBeNull();
  await submit(page);
  await expect(page.getByText("revision 1", { exact: true })).toBeVisible({ timeout: 30_000 });

  await page.goto(`/projects/${projectId}/explore`);
  await expect(page.getByRole("complementary", { name: "Images" })).toContainText("chelsea.png", {
    timeout: 30_000,
  });
});
