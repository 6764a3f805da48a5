import { defineConfig } from "@playwright/test";

/** The compiler and onnxruntime-web inside a page. Needs a browser and nothing else: the page is served by the test. */
export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results/explain",
  timeout: 120_000,
  reporter: "list",
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // A WebGPU in software, where the browser has one.
        "--enable-unsafe-webgpu",
        "--use-webgpu-adapter=swiftshader",
      ],
    },
  },
});
