import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Cache, digestOf } from "./cache";

const folder = mkdtempSync(path.join(tmpdir(), "faithfulness-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("kept results", () => {
  it("are there once written, whole", () => {
    const cache = new Cache<{ a: number[] }>(path.join(folder, "one"));
    expect(cache.has(7)).toBe(false);
    cache.write(7, { a: [1, 2] });
    expect(cache.has(7)).toBe(true);
    expect(cache.read(7)).toEqual({ a: [1, 2] });
    expect(readdirSync(path.join(folder, "one"))).toEqual(["7.json"]);
  });

  it("that were cut off while being written count as missing", () => {
    const cache = new Cache<number>(path.join(folder, "two"));
    writeFileSync(path.join(folder, "two", "7.json.123.draft"), "[1, 2");
    expect(cache.has(7)).toBe(false);
  });

  it("go by a digest of what made them, tests left out", () => {
    const digest = digestOf(["generator", "collection/collection.json"]);
    expect(digestOf(["generator", "collection/collection.json"])).toBe(digest);
    expect(digestOf(["generator"])).not.toBe(digest);
    expect(digestOf(["generator", "collection/collection.json"], "2")).not.toBe(digest);
    expect(() => digestOf(["no-such-folder"])).toThrow(/no-such-folder/);
  });
});
