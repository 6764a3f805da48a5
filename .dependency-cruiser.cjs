/** Who may import whom: everything that is not listed here is an error (see ARCHITECTURE.md). */

const OURS = "^(explain|core|db|server|workers|app|demo|e2e|scripts)/";
const test = "\\.test\\.tsx?$|/testing/";

/** A rule: files under `from` may import what matches one of `to`. */
const allow = (from, ...to) => ({ from: { path: from }, to: { path: to } });
const library = (...names) => `node_modules/(${names.join("|")})(/|$)`;
const stage = (name, ...left) =>
  allow(
    `^core/analysis/${name}/`,
    ...[name, ...left].map((folder) => `^core/analysis/${folder}/`),
    "^core/domain/",
  );

module.exports = {
  allowed: [
    // Libraries and Node itself; the few that only one place may import are forbidden below.
    { from: {}, to: { pathNot: OURS } },
    // Tests may reach across, within the same top folder's allowances, plus fixtures and builders.
    { from: { path: test }, to: { path: "^(explain|core|db|server|workers|app|demo)/" } },

    allow("^core/domain/", "^core/domain/"),
    allow("^core/annotation/", "^core/annotation/", "^core/domain/"),
    allow("^core/analysis/", "^core/analysis/(random|steps)\\.ts$"),
    stage("prediction"),
    stage("relevance", "prediction"),
    stage("parts", "relevance", "prediction"),
    stage("scores", "parts", "relevance", "prediction"),
    stage("vectors", "scores", "parts", "relevance", "prediction"),
    stage("embedding", "vectors", "scores", "parts"),
    stage("clustering", "vectors", "scores", "parts"),
    stage("selection", "embedding", "vectors", "scores", "parts", "prediction"),
    stage("comparison", "selection", "clustering", "embedding", "vectors", "scores", "parts", "prediction"),
    allow("^explain/", "^explain/"),
    allow("^db/", "^db/", "^core/"),
    allow("^server/", "^server/", "^db/", "^core/", "^explain/index\\.ts$"),
    allow("^workers/", "^workers/", "^db/", "^core/", "^explain/(index|runtime/index)\\.ts$"),
    allow("^app/(?!_)", "^app/", "^server/", "^core/"),
    allow("^app/_", "^app/_", "^core/"),
    { from: { path: "^app/_" }, to: { path: "^server/", dependencyTypes: ["type-only"] } },
    allow("^demo/", "^demo/", "^core/", "^explain/"),
    allow("^e2e/", "^e2e/", "^core/"),
    allow("^scripts/", "^(scripts|db|server|workers|demo|core|explain)/"),
  ],
  allowedSeverity: "error",
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "fabric-only-in-stage",
      severity: "error",
      from: { pathNot: "^app/_editor/stage|node_modules" },
      to: { path: library("fabric") },
    },
    {
      name: "plotly-only-in-plot",
      severity: "error",
      from: { pathNot: "^app/_explore/plot|node_modules" },
      to: { path: library("plotly\\.js") },
    },
    {
      name: "onnxruntime-only-in-workers-and-explain",
      severity: "error",
      from: { pathNot: `^(workers|explain)/|^(demo|scripts)/|${test}|node_modules` },
      to: { path: library("onnxruntime-node", "onnxruntime-web") },
    },
    {
      name: "core-is-pure",
      severity: "error",
      from: { path: "^core/", pathNot: test },
      to: { dependencyTypes: ["core", "npm"], pathNot: library("zod", "yjs", "y-protocols", "lib0") },
    },
    {
      name: "product-does-not-import-tests",
      severity: "error",
      from: { pathNot: `${test}|^e2e/|^scripts/` },
      to: { path: "^(core|db|server|workers|app)/.*(\\.test\\.tsx?$|/testing/)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(node_modules|\\.next|\\.partwise|dist)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
