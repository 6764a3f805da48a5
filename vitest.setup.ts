import { vi } from "vitest";

// What a test waits for comes when it comes: on a busy machine, a second (the default) is no sign that it never will.
const { waitFor } = vi;
vi.waitFor = (check, options) =>
  waitFor(check, typeof options === "number" ? options : { timeout: 20_000, ...options });
