import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const SOURCES = ["app", "core", "server", "db", "explain", "public"];
const FILES = ["next.config.ts", "tsconfig.json", "tsconfig.next.json", "package.json", "pnpm-lock.yaml"];
const STAMP = ".next/partwise-build";

/** Changes whenever something a built page may contain does. */
export function sourcesHash(root: string): string {
  const hash = createHash("sha256").update(process.versions.modules);
  const files = [...FILES, ...SOURCES.flatMap((folder) => sourceFiles(root, folder))];
  for (const file of files.filter((name) => existsSync(path.join(root, name))).sort()) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file} ${content.byteLength}\n`).update(content);
  }
  return hash.digest("hex");
}

function sourceFiles(root: string, folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return /^(node_modules|dist|testing|goldens)$/.test(entry.name) ? [] : sourceFiles(root, name);
    return /\.(test\.tsx?|onnx|md)$/.test(name) ? [] : [name];
  });
}

export interface Build {
  /** Resolves when the pages are built; rejects with the end of the build's output. */
  done: Promise<void>;
  cancel(): void;
}

/** Builds the pages, unless they were already built from these very sources. */
export function buildPages(root: string, log: (line: string) => void): Build {
  const wanted = sourcesHash(root);
  const stamp = path.join(root, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted)
    return { done: Promise.resolve(), cancel: () => undefined };
  log("Building the pages (half a minute the first time) …");
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      output = (output + text).slice(-20_000);
    });
  }
  const done = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) {
        writeFileSync(stamp, wanted);
        resolve();
      } else {
        reject(
          new Error(`The pages could not be built:\n${output.trim().split("\n").slice(-40).join("\n")}`),
        );
      }
    });
  });
  return { done, cancel: () => void child.kill() };
}
