import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const DEMO = fileURLToPath(new URL("../../", import.meta.url));

/** A digest of files and folders below `demo/`: figures are kept only as long as what made them stays the same. */
export function digestOf(paths: readonly string[], more = ""): string {
  const hash = createHash("sha256").update(more);
  for (const relative of paths) {
    const full = path.join(DEMO, relative);
    const files = path.extname(full)
      ? [full]
      : readdirSync(full, { recursive: true, encoding: "utf8" }).sort();
    for (const file of files) {
      if (/\.test\.ts$/.test(file) || !path.extname(file)) continue;
      hash.update(file === full ? relative : file);
      hash.update(readFileSync(file === full ? full : path.join(full, file)));
    }
  }
  return hash.digest("hex").slice(0, 12);
}

/** A folder of JSON files, one a key. A file is there whole or not at all, so a run can be stopped at any moment. */
export class Cache<T> {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  private file(key: string | number): string {
    return path.join(this.folder, `${key}.json`);
  }

  has(key: string | number): boolean {
    return existsSync(this.file(key));
  }

  read(key: string | number): T {
    return JSON.parse(readFileSync(this.file(key), "utf8")) as T;
  }

  write(key: string | number, value: T): void {
    const draft = `${this.file(key)}.${process.pid}.draft`;
    writeFileSync(draft, JSON.stringify(value));
    renameSync(draft, this.file(key));
  }
}
