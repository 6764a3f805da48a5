import { expect } from "@playwright/test";
import { committedDocument, untouchedImage } from "./database";
import { ADA, BEN, openDemo, test } from "./people";
import { clickPoints, drawPolygon, openImage, square, submit, untilSaved } from "./stage";

/** Every question and change; live events come another way. */
const API = /api\/trpc\//;

test("an API that fails for a while takes nobody's page away: one goes on drawing, and is up to date again by oneself", async ({
  openAs,
}) => {
  const ada = await openAs(ADA);
  const ben = await openAs(BEN);
  const projectId = await openDemo(ada);
  const image = await untouchedImage(projectId);
  await openImage(ada, projectId, image.id);
  await openImage(ben, projectId, image.id);
  await drawPolygon(ben, image, "1", square(image, 0.2, 0.2));

  let refused = 0;
  await ada.route(API, (route) => {
    refused++;
    return route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" });
  });
  // The revision is news: Ada's page asks, is refused, asks again, and gives up for the moment.
  await submit(ben);
  await expect.poll(() => refused, { timeout: 30_000 }).toBeGreaterThan(4);
  await drawPolygon(ada, image, "2", square(image, 0.5, 0.2));
  expect((await committedDocument(image.id)).shapes).toHaveLength(2);
  await expect(ada.getByText("Revision 1 waits for review")).toHaveCount(0);

  await ada.unroute(API);
  await expect(ada.getByText("Revision 1 waits for review")).toBeVisible();
});

test("a socket for live events that is closed at once is opened again, and what was missed is read", async ({
  openAs,
}) => {
  const ada = await openAs(ADA);
  const projectId = await openDemo(ada);
  let away = true;
  let refused = 0;
  await ada.routeWebSocket(/\/live$/, (socket) => {
    if (!away) return void socket.connectToServer();
    refused++;
    setTimeout(() => void socket.close({ code: 1011 }), 20);
  });
  await ada.goto(`/projects/${projectId}/photos`);
  await expect.poll(() => refused).toBeGreaterThan(2);
  await expect(ada.getByText("The server cannot be reached")).toBeVisible();
  away = false;
  await expect(ada.getByText("The server cannot be reached")).toHaveCount(0);
});

test("offline, going to another image does not take away what is only kept here", async ({ openAs }) => {
  const ben = await openAs(BEN);
  const projectId = await openDemo(ben);
  const image = await untouchedImage(projectId);
  await openImage(ben, projectId, image.id);
  await ben.context().setOffline(true);
  await expect(ben.getByTestId("save-status")).toHaveAttribute("data-status", "offline");
  await ben.keyboard.press("1");
  await ben.keyboard.press("p");
  await clickPoints(ben, image, square(image, 0.2, 0.2));
  await ben.keyboard.press("Enter");
  await expect(ben.getByTestId("save-status")).toContainText("1 change kept here");
  await ben.keyboard.press("d");
  await expect(ben.getByTestId("refused")).toContainText("The server cannot be reached");
  await expect(ben.getByTestId("stage")).toBeVisible();

  await ben.context().setOffline(false);
  await untilSaved(ben);
  expect((await committedDocument(image.id)).shapes).toHaveLength(1);
  await ben.keyboard.press("d");
  await expect(ben).not.toHaveURL(new RegExp(image.id));
});
