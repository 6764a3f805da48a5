import { expect } from "@playwright/test";
import { query } from "./database";
import { ADA, openDemo, test } from "./people";

test("nobody gets in without an account, and an invitation gives exactly its role", async ({
  openAs,
  page,
}) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("E-mail").fill(ADA);
  await page.getByLabel(/^Password/).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").first()).toContainText(/password/i);

  const ada = await openAs(ADA);
  const projectId = await openDemo(ada);
  const invitation = await ada.request.post("/api/trpc/invitations.create", {
    data: { json: { projectId, role: "viewer" } },
    headers: { "content-type": "application/json", origin: new URL(ada.url()).origin },
  });
  expect(invitation.ok()).toBe(true);
  const text = JSON.stringify(await invitation.json());
  const secret = /"(?:secret|token)":"([^"]+)"/.exec(text)?.[1] ?? /invite\/([\w-]+)/.exec(text)![1]!;

  await page.goto(`/invite/${secret}`);
  await page.getByLabel(/^Name( \*)?$/).fill("Vera Viewer");
  await page.getByLabel("E-mail").fill(`vera-${Date.now()}@example.org`);
  await page.getByLabel(/^Password/).fill("a long enough password");
  await page.getByRole("button", { name: /sign up|create|join/i }).click();
  await expect(page).toHaveURL(new RegExp(projectId), { timeout: 30_000 });

  const [image] = await query<{ id: string }>(
    "select id from images where project_id = $1 order by created_at limit 1",
    [projectId],
  );
  await page.goto(`/projects/${projectId}/images/${image!.id}`);
  await expect(page.getByTestId("save-status")).toContainText("View only");
  await expect(page.getByRole("button", { name: "Submit" })).toHaveCount(0);
  const refused = await page.request.post("/api/trpc/revisions.freeze", {
    data: { json: { projectId, imageId: image!.id } },
    headers: { "content-type": "application/json", origin: new URL(page.url()).origin },
  });
  expect(refused.status()).toBe(403);
});
