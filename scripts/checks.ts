import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export interface Check {
  name: string;
  run(): Tally;
}

const bin = (name: string) => join("node_modules", ".bin", name);

function shell(command: string, args: string[], env: Record<string, string> = {}): boolean {
  const run = spawnSync(command, args, {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  return run.status === 0;
}

/** A check that either holds or does not; it counts as one test. */
function gate(name: string, command: string, args: string[]): Check {
  return {
    name,
    run: () =>
      shell(command, args) ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 },
  };
}

/** A runner that writes a JSON report; a run that ends badly without a failed test in it still counts as a failure. */
function suite(name: string, run: (report: string) => boolean, read: (report: string) => Tally): Check {
  return {
    name,
    run: () => {
      const report = join(mkdtempSync(join(tmpdir(), "partwise-report-")), "report.json");
      const ok = run(report);
      let tally: Tally = { passed: 0, failed: 0, skipped: 0 };
      try {
        tally = read(report);
      } catch {
        console.error(`${name}: no report was written`);
      }
      return ok || tally.failed > 0 ? tally : { ...tally, failed: 1 };
    },
  };
}

/** `only`: what the paths of the test files contain; left out: all of the project. */
function vitest(name: string, project: string, only: readonly string[] = []): Check {
  return suite(
    `vitest ${name}`,
    (report) =>
      shell(bin("vitest"), [
        "run",
        ...only,
        "--project",
        project,
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ]),
    (report) => {
      const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
        readFileSync(report, "utf8"),
      );
      for (const line of failedAttempts(testResults)) console.error(line);
      return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
    },
  );
}

/** Fast checks that need no database and no browser: the gate before every commit. */
export const GATE: Check[] = [
  gate("types", bin("tsc"), ["--noEmit"]),
  gate("lint and format", bin("biome"), ["check", "--error-on-warnings", "."]),
  gate("layers", bin("tsx"), ["scripts/check-layers.ts"]),
  gate("unused code", bin("knip"), []),
  vitest("unit", "unit", ["core/", "db/", "server/", "workers/", "app/", "demo/", "scripts/"]),
  // Apart from the others, since its tests have to reach nearly every branch of it (vitest.config.ts).
  vitest("explain", "unit", ["explain/", "--coverage"]),
];

export const DATABASE: Check = vitest("db", "db");

/** The explanation compiler inside a page; needs a browser, and nothing of the platform. */
export const inPage = (chromium: string) =>
  playwright("explain in a page", chromium, ["--config", "explain/e2e/playwright.config.ts"]);

export const journeys = (chromium: string) => playwright("journeys", chromium, []);

function playwright(name: string, chromium: string, how: readonly string[]): Check {
  return suite(
    name,
    (report) =>
      shell(bin("playwright"), ["test", ...how, "--reporter=list,json"], {
        CHROMIUM_PATH: chromium,
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      }),
    (report) => {
      const { stats, suites } = JSON.parse(readFileSync(report, "utf8"));
      // Once more, short: the long account above is easily cut off.
      for (const line of failures(suites)) console.error(line);
      return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
    },
  );
}

interface VitestFile {
  name: string;
  assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
}

/** A few lines for every attempt of a test that did not pass, those a retry mended included. */
function failedAttempts(files: readonly VitestFile[]): string[] {
  return files.flatMap(({ name, assertionResults }) =>
    assertionResults.flatMap(({ fullName, status, failureMessages }) =>
      failureMessages.map((message, attempt) =>
        [
          `${relative(".", name)} › ${fullName}: failed (attempt ${attempt + 1}; ${status} in the end)`,
          ...shortened(message),
        ].join("\n    "),
      ),
    ),
  );
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    file: string;
    tests: { results: { status: string; retry: number; errors: { message?: string }[] }[] }[];
  }[];
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

const shortened = (message: string) => message.replace(ESCAPES, "").split("\n").slice(0, 8);

/** A few lines for every attempt of a journey that did not pass, those a retry mended included. */
function failures(suites: readonly PlaywrightSuite[]): string[] {
  return suites.flatMap(({ suites: inner = [], specs = [] }) => [
    ...failures(inner),
    ...specs.flatMap(({ title, file, tests }) =>
      tests
        .flatMap(({ results }) => results)
        .filter(({ status }) => status !== "passed" && status !== "skipped")
        .map(({ status, retry, errors }) => {
          const said = errors.flatMap(({ message = "" }) => shortened(message));
          return [`${file} › ${title}: ${status} (attempt ${retry + 1})`, ...said].join("\n    ");
        }),
    ),
  ]);
}

/** Runs the checks in turn, says how each went, and exits with the sum on the closing line. */
export function runAll(checks: readonly Check[]): never {
  const total: Tally = { passed: 0, failed: 0, skipped: 0 };
  const lines: string[] = [];
  for (const check of checks) {
    console.log(`\n── ${check.name} ──`);
    const started = Date.now();
    const tally = check.run();
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped += tally.skipped;
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    lines.push(`${tally.failed > 0 ? "✗" : "✓"} ${check.name}: ${sentence(tally)} (${seconds} s)`);
  }
  console.log(`\n${lines.join("\n")}\n`);
  console.log(sentence(total));
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}

function sentence({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
