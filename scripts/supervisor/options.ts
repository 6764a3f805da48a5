import path from "node:path";
import { parseArgs } from "node:util";

export interface Options {
  dev: boolean;
  port: number;
  host: string;
  publicUrl: string;
  /** Absolute. */
  dataDir: string;
  /** Null: the embedded Postgres. */
  databaseUrl: string | null;
}

/** Command line over environment over defaults. Throws with a sentence when something is not understood. */
export function readOptions(args: string[], env: Record<string, string | undefined>, root: string): Options {
  const { values } = parseArgs({
    args,
    options: { dev: { type: "boolean", default: false }, port: { type: "string" } },
  });
  const text = values.port ?? (env.PORT || "3000");
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new Error(`“${text}” is not a port; choose a number from 1 to 65535.`);
  return {
    dev: values.dev,
    port,
    host: env.HOST || "127.0.0.1",
    publicUrl: env.PUBLIC_URL || `http://localhost:${port}`,
    dataDir: path.resolve(root, env.PARTWISE_DATA_DIR || ".partwise"),
    databaseUrl: env.DATABASE_URL || null,
  };
}
