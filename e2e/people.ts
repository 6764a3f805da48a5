import { type Browser, expect, type Page } from "@playwright/test";

/** The demonstration accounts (scripts/seed/people.ts). */
export const ADA = "ada@partwise.demo";
export const BEN = "ben@partwise.demo";
export const CHLOE = "chloe@partwise.demo";
const PASSWORD = "partwise-demo";

export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/$/);
}

/** A person with a browser of their own: nothing shared with the others but the server. */
export async function openAs(browser: Browser, email: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, email);
  return page;
}

/** Opens the demonstration project's photographs and returns its id. */
export async function openDemo(page: Page): Promise<string> {
  await page.goto("/");
  await page
    .getByRole("link", { name: /Demo: cats/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/projects\/[0-9a-f-]{36}/);
  return /projects\/([0-9a-f-]{36})/.exec(page.url())![1]!;
}
