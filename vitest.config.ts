import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
// How long `expect.poll` waits; vitest.setup.ts does the same for `vi.waitFor`.
const patient = { setupFiles: ["vitest.setup.ts"], expect: { poll: { timeout: 20_000 } } };
const resolve = { alias: [{ find: /^@\//, replacement: root }] };

// `*.test.ts` needs nothing but Node; `*.db.test.ts` needs a real Postgres (global set-up starts one).
export default defineConfig({
  resolve,
  test: {
    // Measured by `npm test` for the explanation compiler alone; see scripts/checks.ts.
    coverage: {
      provider: "v8",
      include: ["explain/**/*.ts"],
      exclude: ["explain/{testing,bench,e2e}/**", "**/*.test.ts"],
      reporter: ["text-summary"],
      reportsDirectory: "test-results/coverage",
      thresholds: { branches: 95 },
    },
    projects: [
      {
        resolve,
        test: {
          ...patient,
          name: "unit",
          include: ["{explain,core,db,server,workers,app,demo,scripts}/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", "**/*.db.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          ...patient,
          name: "db",
          include: ["{db,server,workers}/**/*.db.test.ts"],
          exclude: ["**/node_modules/**"],
          globalSetup: ["db/testing/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          // As the journeys: real sockets, processes and Postgres on a machine that others may be using. What needed it is told.
          retry: process.env.CI ? 1 : 0,
        },
      },
    ],
  },
});
