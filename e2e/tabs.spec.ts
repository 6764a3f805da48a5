import { expect, type Page } from "@playwright/test";
import { ADA, openDemo, test } from "./people";

const roleOfBen = (tab: Page) =>
  tab
    .getByRole("combobox", { name: /Ben/ })
    .or(tab.getByRole("textbox", { name: /Ben/ }))
    .first();

test("eight tabs of one browser all load, and all hear of what happens in one of them", async ({
  openAs,
}) => {
  const first = await openAs(ADA);
  const projectId = await openDemo(first);
  const tabs = [first];
  // A browser opens six connections to a server: a tab that kept one for itself would starve the seventh.
  for (let i = 0; i < 7; i++) tabs.push(await first.context().newPage());
  for (const tab of tabs) {
    await tab.goto(`/projects/${projectId}/people`);
    await expect(roleOfBen(tab)).toHaveValue(/annotator/i);
  }
  for (const role of ["Reviewer", "Annotator"]) {
    await roleOfBen(first).click();
    await first.getByRole("option", { name: new RegExp(role, "i") }).click();
    for (const tab of tabs) await expect(roleOfBen(tab)).toHaveValue(new RegExp(role, "i"));
  }
});
