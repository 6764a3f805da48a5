import { describe, expect, it } from "vitest";
import { blocks, errorText, mayPass } from "./api";

const refused = (appCode: string) => Object.assign(new Error(`said ${appCode}`), { data: { appCode } });
const BROKEN = new TypeError("Failed to fetch");

describe("a failed question", () => {
  it.each([
    ["a broken connection", BROKEN, true],
    ["a fault of the server", refused("internal"), true],
    ["a server that is not ready", refused("unavailable"), true],
    ["a refusal", refused("forbidden"), false],
    ["something gone", refused("not_found"), false],
    ["a session that ended", refused("unauthenticated"), false],
  ])("%s: passes by itself or not, and takes the page away accordingly", (_name, error, passes) => {
    expect(mayPass(error)).toBe(passes);
    expect(blocks(error, undefined)).toBe(true);
    expect(blocks(error, null)).toBe(true);
    expect(blocks(error, { read: "before" })).toBe(!passes);
  });

  it("is none without an error, whatever was read", () => {
    expect(blocks(null, undefined)).toBe(false);
    expect(blocks(null, [])).toBe(false);
  });

  it("is told in the server's words, or as a lost connection", () => {
    expect(errorText(refused("forbidden"))).toBe("said forbidden");
    expect(errorText(BROKEN)).toContain("cannot be reached");
  });
});
