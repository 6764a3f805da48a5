import path from "node:path";
import { z } from "zod";

const variables = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  PARTWISE_DATA_DIR: z.string().min(1).default(".partwise"),
  BLOB_DIR: z.string().min(1).optional(),
  /** Threads of one network run; default: all cores. */
  WORKER_THREADS: z.coerce.number().int().min(1).max(256).optional(),
});

export interface WorkerEnv {
  databaseUrl: string;
  blobDir: string;
  /** Where compiled explanation graphs are kept between starts. */
  cacheDir: string;
  threads: number | undefined;
}

/** Throws with one line per variable that is missing or wrong. An empty variable counts as not given. */
export function parseWorkerEnv(source: Record<string, string | undefined>): WorkerEnv {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not complete:\n${lines.join("\n")}`);
  }
  const v = parsed.data;
  return {
    databaseUrl: v.DATABASE_URL,
    blobDir: v.BLOB_DIR ?? path.join(v.PARTWISE_DATA_DIR, "blobs"),
    cacheDir: path.join(v.PARTWISE_DATA_DIR, "cache", "explanation-graphs"),
    threads: v.WORKER_THREADS,
  };
}
