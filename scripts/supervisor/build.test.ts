import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sourcesHash } from "./build";

let root: string;
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "partwise-build-"));
  write("package.json", "{}");
  write("app/page.tsx", "one");
  write("core/a.ts", "a");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("the same sources have the same hash; a changed, added, renamed or removed one another", () => {
  const seen = new Set([sourcesHash(root)]);
  expect(seen.has(sourcesHash(root))).toBe(true);
  const steps = [
    () => write("app/page.tsx", "two"),
    () => write("core/b.ts", "a"),
    () => rmSync(path.join(root, "core/a.ts")),
    () => write("package.json", '{ "type": "module" }'),
  ];
  for (const step of steps) {
    step();
    const hash = sourcesHash(root);
    expect(seen.has(hash)).toBe(false);
    seen.add(hash);
  }
});

test("tests, documents and installed packages do not matter", () => {
  const before = sourcesHash(root);
  write("core/a.test.ts", "test");
  write("explain/node_modules/x/index.js", "x");
  write("server/testing/world.ts", "w");
  write("core/SPEC.md", "s");
  expect(sourcesHash(root)).toBe(before);
});
