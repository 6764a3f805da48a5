import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { committedDocument, query, untouchedImage } from "./database";
import { ADA, BEN, openDemo, test } from "./people";
import { kill9, pidsOf, postmasterPid } from "./processes";
import { drawPolygon, openImage, square, submit, untilSaved } from "./stage";

const PHOTOS = join(import.meta.dirname, "../demo/collection/photos");

/** New bytes for the same picture: a comment behind a JPEG's end changes its hash and nothing else. */
function freshPhotos(count: number): string[] {
  const folder = mkdtempSync(join(tmpdir(), "partwise-e2e-kill-"));
  return readdirSync(PHOTOS)
    .slice(0, count)
    .map((name, i) => {
      const file = join(folder, `killed-${i}.jpg`);
      writeFileSync(
        file,
        Buffer.concat([readFileSync(join(PHOTOS, name)), Buffer.from(`${Date.now()}-${i}`)]),
      );
      return file;
    });
}

test("kill -9 of worker, web and Postgres amid edits and jobs: nothing acknowledged is lost, every job ends", async ({
  openAs,
}) => {
  test.skip(!existsSync("/proc/self/environ"), "finding the processes needs /proc");
  test.setTimeout(240_000);
  const page = await openAs(ADA);
  const projectId = await openDemo(page);
  // What an attempt that failed has left.
  await query("delete from images where project_id = $1 and name like 'killed-%'", [projectId]);
  const image = await untouchedImage(projectId);
  const [cluster] = await query<{ data_directory: string }>("show data_directory");

  // Jobs under way.
  await page.goto(`/projects/${projectId}/photos`);
  await page.getByLabel("Photographs to upload").first().setInputFiles(freshPhotos(12));
  await expect
    .poll(
      async () =>
        (await query("select 1 from images where project_id = $1 and name like 'killed-%'", [projectId]))
          .length,
    )
    .toBe(12);
  kill9(pidsOf("workers/main.ts"));

  await openImage(page, projectId, image.id);
  await drawPolygon(page, image, "1", square(image, 0.2, 0.2));
  kill9(pidsOf("server/main.ts"));
  await expect(page.getByTestId("save-status")).toHaveAttribute("data-status", "offline");
  await page.getByTestId("stage").focus();
  await drawPolygon(page, image, "2", square(image, 0.5, 0.2));

  kill9([postmasterPid(cluster!.data_directory)]);
  await drawPolygon(page, image, "3", square(image, 0.2, 0.6));
  await untilSaved(page);

  await expect
    .poll(
      async () =>
        (
          await query<{ state: string; n: number }>(
            `select s.state, count(*)::int as n from image_stages s join images i on i.id = s.image_id
             where i.project_id = $1 and i.name like 'killed-%' group by 1`,
            [projectId],
          ).catch(() => [])
        ).map(({ state, n }) => `${state} ${n}`),
      { timeout: 150_000, intervals: [1000] },
    )
    .toEqual(["done 48"]);
  const committed = await committedDocument(image.id);
  expect(committed.shapes).toHaveLength(3);
  // What others do is heard of again, too: Ben freezes a revision, and this page says so without a reload.
  const ben = await openAs(BEN);
  await openImage(ben, projectId, image.id);
  await submit(ben);
  await expect(page.getByText("revision 1", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText("3 of 5")).toBeVisible();

  await query("delete from images where project_id = $1 and name like 'killed-%'", [projectId]);
});
