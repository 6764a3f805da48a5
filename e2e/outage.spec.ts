import { expect } from "@playwright/test";
import { committedDocument, query } from "./database";
import { ADA, BEN, openDemo, test } from "./people";
import { drawPolygon, openImage, submit } from "./stage";

/** Every question and change; the event stream is another matter. */
const API = /api\/trpc\/(?!live\.)/;

test("an API that fails for a while takes nobody's page away: one goes on drawing, and is up to date again by oneself", async ({
  openAs,
}) => {
  const ada = await openAs(ADA);
  const ben = await openAs(BEN);
  const projectId = await openDemo(ada);
  const [image] = await query<{ id: string; width: number; height: number }>(
    `select i.id, i.width, i.height from images i where i.project_id = $1
     and not exists (select 1 from document_updates u join documents d on d.id = u.document_id where d.image_id = i.id)
     and not exists (select 1 from document_snapshots s join documents d on d.id = s.document_id where d.image_id = i.id)
     order by i.created_at, i.id limit 1`,
    [projectId],
  );
  const size = { width: image!.width, height: image!.height };
  const square = (x: number, y: number) =>
    [
      [x, y],
      [x + 0.1, y],
      [x + 0.1, y + 0.1],
      [x, y + 0.1],
    ].map(([u, v]) => [u! * size.width, v! * size.height] as const);
  await openImage(ada, projectId, image!.id);
  await openImage(ben, projectId, image!.id);
  await drawPolygon(ben, size, "1", square(0.2, 0.2));

  let refused = 0;
  await ada.route(API, (route) => {
    refused++;
    return route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" });
  });
  // The revision is news: Ada's page asks, is refused, asks again, and gives up for the moment.
  await submit(ben);
  await expect.poll(() => refused, { timeout: 30_000 }).toBeGreaterThan(4);
  await drawPolygon(ada, size, "2", square(0.5, 0.2));
  expect((await committedDocument(image!.id)).shapes).toHaveLength(2);
  await expect(ada.getByText("Revision 1 waits for review")).toHaveCount(0);

  await ada.unroute(API);
  await expect(ada.getByText("Revision 1 waits for review")).toBeVisible();
});

test("an event stream that is refused is opened again, and what was missed is read", async ({ openAs }) => {
  const ada = await openAs(ADA);
  const projectId = await openDemo(ada);
  let refused = 0;
  await ada.route(/api\/trpc\/live\.onProject/, (route) => {
    refused++;
    return route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" });
  });
  await ada.goto(`/projects/${projectId}/photos`);
  // A browser gives the stream up for good at such an answer; the page must not.
  await expect.poll(() => refused).toBeGreaterThan(2);
  await expect(ada.getByText("The server cannot be reached")).toBeVisible();
  await ada.unroute(/api\/trpc\/live\.onProject/);
  await expect(ada.getByText("The server cannot be reached")).toHaveCount(0);
});
