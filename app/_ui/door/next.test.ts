import { describe, expect, it } from "vitest";
import { safeNext } from "./next";

describe("where signing in leads", () => {
  it.each([
    ["/projects/1/photos?x=1", "/projects/1/photos?x=1"],
    ["https://evil.example", "/"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["", "/"],
    [undefined, "/"],
    [["/a", "/b"], "/"],
  ])("%j leads to %s", (given, expected) => expect(safeNext(given)).toBe(expected));
});
