import { type BrowserContext, expect, type Page, test as plain } from "@playwright/test";

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

/** `openAs`: a person with a browser of their own, nothing shared with the others but the server, until the test ends. */
export const test = plain.extend<{ openAs: (email: string) => Promise<Page> }>({
  async openAs({ browser }, use) {
    const contexts: BrowserContext[] = [];
    await use(async (email) => {
      const context = await browser.newContext();
      contexts.push(context);
      const page = await context.newPage();
      await signIn(page, email);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

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
