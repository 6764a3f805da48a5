import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

const port = Number(process.env.E2E_PORT ?? 3177);
// Kept in the environment: Playwright loads this file again in every worker process.
process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), "partwise-e2e-"));
const running = process.env.E2E_BASE_URL;

/** Journeys against the whole stack: supervisor, embedded Postgres in a fresh folder, web, worker, seeded demo. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  fullyParallel: false,
  retries: process.env.CI ? 1 : 0,
  reporter: "list",
  use: {
    baseURL: running ?? `http://localhost:${port}`,
    viewport: { width: 1280, height: 800 },
    actionTimeout: 20_000,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "seed", testMatch: "seeded.setup.ts" },
    { name: "journeys", testMatch: "*.spec.ts", dependencies: ["seed"] },
  ],
  webServer: running
    ? undefined
    : {
        command: `node --import tsx scripts/supervisor.ts --port ${port}`,
        url: `http://localhost:${port}/api/health`,
        timeout: 300_000,
        gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
        stdout: "pipe",
        env: {
          PARTWISE_DATA_DIR: process.env.E2E_DATA_DIR,
          PORT: String(port),
          NEXT_TELEMETRY_DISABLED: "1",
        },
      },
});
