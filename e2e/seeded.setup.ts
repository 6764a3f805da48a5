import { expect, test as setup } from "@playwright/test";
import { query } from "./database";

setup("the demonstration project is seeded", async () => {
  setup.setTimeout(300_000);
  await expect
    .poll(
      async () =>
        (await query("select 1 from audit_log where action = 'project.seeded'").catch(() => [])).length,
      {
        timeout: 290_000,
        intervals: [1000],
      },
    )
    .toBe(1);
  const failed = await query(
    "select i.name, s.stage, s.error from image_stages s join images i on i.id = s.image_id where s.state = 'failed'",
  );
  expect(failed).toEqual([]);
});
