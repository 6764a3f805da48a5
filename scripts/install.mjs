// Brings node_modules up to what the lock file says, with the pinned pnpm, on a machine that has only Node and npm.
// Plain JavaScript: nothing is installed yet when this runs.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const STAMP = `${ROOT}node_modules/.partwise-install`;
const TRIES = 3;

/** Ends the process with a sentence when Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `Partwise needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node and try again.`,
  );
  process.exit(1);
}

function fingerprint() {
  const hash = createHash("sha256").update(`${process.versions.modules} ${process.platform} ${process.arch}`);
  for (const file of ["pnpm-lock.yaml", "package.json", "pnpm-workspace.yaml", "explain/package.json"]) {
    hash.update(readFileSync(ROOT + file));
  }
  return hash.digest("hex");
}

/** Installs when the lock file, the manifests or Node's ABI changed since the last time; a look-up otherwise. */
export function install() {
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
  const { packageManager } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
  console.log(`Installing packages with ${packageManager} …`);
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const command = [
      "exec",
      "--yes",
      `--package=${packageManager}`,
      "--",
      "pnpm",
      "install",
      "--frozen-lockfile",
    ];
    const run = spawnSync("npm", [...command, "--reporter=append-only"], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
      shell: process.platform === "win32",
      env: { ...process.env, CI: "true", NODE_ENV: "development" },
    });
    if (run.status === 0) {
      writeFileSync(STAMP, wanted);
      return;
    }
    console.error(
      (run.stdout ?? "")
        .split("\n")
        .concat((run.stderr ?? "").split("\n"))
        .slice(-25)
        .join("\n"),
    );
    if (attempt < TRIES)
      console.error(`The installation failed (attempt ${attempt} of ${TRIES}); trying again …`);
  }
  console.error(
    "The packages could not be installed. Check that the npm registry can be reached, then run the command again.",
  );
  process.exit(1);
}
