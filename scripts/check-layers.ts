/**
 * Runs dependency-cruiser over the tree and fails when any source file went unchecked: with a TypeScript it does
 * not understand, dependency-cruiser reads nothing and reports success.
 */
import { execFileSync, spawnSync } from "node:child_process";

const FOLDERS = ["explain", "core", "db", "server", "workers", "app", "demo", "e2e", "scripts"];

interface Cruise {
  modules: { source: string }[];
  summary: {
    violations: { type: string; from: string; to: string; rule: { name: string; severity: string } }[];
  };
}

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...FOLDERS], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"));
const present = FOLDERS.filter((folder) => tracked.some((file) => file.startsWith(`${folder}/`)));

const run = spawnSync(
  "node_modules/.bin/depcruise",
  ["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...present],
  { encoding: "utf8", maxBuffer: 512 * 1024 * 1024 },
);
if (!run.stdout) {
  console.error(run.stderr || run.error?.message || "dependency-cruiser printed nothing");
  process.exit(1);
}
const cruise = JSON.parse(run.stdout) as Cruise;

const checked = new Set(cruise.modules.map((module) => module.source));
const unchecked = tracked.filter((file) => !checked.has(file));
const errors = cruise.summary.violations.filter((violation) => violation.rule.severity === "error");

for (const { from, to, rule } of errors) console.error(`${from} may not import ${to} (${rule.name})`);
for (const file of unchecked) console.error(`${file} was not checked`);
if (errors.length > 0 || unchecked.length > 0) {
  console.error(`layers: ${errors.length} forbidden imports, ${unchecked.length} files unchecked`);
  process.exit(1);
}
console.log(`layers: ${tracked.length} files checked, nothing forbidden`);
