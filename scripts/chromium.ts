import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The path of a Chromium for the browser tests: `CHROMIUM_PATH`, one on the PATH, or Debian's package, installed
 * here when there is none.
 */
export function findChromium(): string {
  const path = process.env.CHROMIUM_PATH ?? onPath();
  if (path) return path;
  console.log("No Chromium found; installing Debian's package …");
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  for (const args of [
    ["apt-get", "update", "-q"],
    ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"],
  ]) {
    const [command, ...rest] = [...asRoot, ...args] as [string, ...string[]];
    spawnSync(command, rest, {
      stdio: "inherit",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  const installed = onPath();
  if (installed) return installed;
  console.error(
    "The browser tests need Chromium. Install it, or name one with CHROMIUM_PATH=/path/to/chromium.",
  );
  process.exit(1);
}

function onPath(): string | undefined {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of NAMES) {
      const candidate = join(folder, name);
      try {
        accessSync(candidate, constants.X_OK);
        return candidate;
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}
