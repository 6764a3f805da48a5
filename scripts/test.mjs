// `npm test`: installs what the tests need, then runs every gate and test (scripts/test.ts).
import { spawnSync } from "node:child_process";
import { install, ROOT, requireNode } from "./install.mjs";

requireNode();
install();
const run = spawnSync(process.execPath, ["--import", "tsx", "scripts/test.ts", ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: ["ignore", "inherit", "inherit"],
});
process.exit(run.status ?? 1);
