import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { authSecret } from "./secret";

test("one secret an installation, private, and made anew when the file was cut short", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "partwise-secret-"));
  try {
    const first = authSecret(folder);
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(authSecret(folder)).toBe(first);
    expect(statSync(path.join(folder, "auth-secret")).mode & 0o777).toBe(0o600);
    writeFileSync(path.join(folder, "auth-secret"), "");
    expect(authSecret(folder).length).toBeGreaterThanOrEqual(32);
    expect(authSecret(folder)).not.toBe(first);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
