import { join } from "node:path";
import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65_535);

const variables = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  PARTWISE_DATA_DIR: z.string().min(1).default(".partwise"),
  BLOB_DIR: z.string().min(1).optional(),
  PORT: port.default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  AUTH_SECRET: z.string().min(32),
  /** `web`: pages and API only. `collab`: the annotation sockets only. `all`: both on one port. */
  ROLE: z.enum(["all", "web", "collab"]).default("all"),
  /** Whether anybody may make an account; `false`: by invitation only. */
  ALLOW_SIGN_UP: z.enum(["true", "false"]).default("true"),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NAME: z.string().min(1).default("Single sign-on"),
});

export interface Env {
  databaseUrl: string;
  dataDir: string;
  blobDir: string;
  port: number;
  host: string;
  /** Where browsers reach the server, without a trailing slash. */
  publicUrl: string;
  authSecret: string;
  role: "all" | "web" | "collab";
  allowSignUp: boolean;
  /** Null unless issuer, client id and secret are all given. */
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | null;
}

/** Throws with one line per variable that is missing or wrong. An empty variable counts as not given. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not complete:\n${lines.join("\n")}`);
  }
  const v = parsed.data;
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = v;
  const oidcGiven = [issuer, clientId, clientSecret].filter(Boolean).length;
  if (oidcGiven !== 0 && oidcGiven !== 3)
    throw new Error("Sign-in by OIDC needs OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together.");
  return {
    databaseUrl: v.DATABASE_URL,
    dataDir: v.PARTWISE_DATA_DIR,
    blobDir: v.BLOB_DIR ?? join(v.PARTWISE_DATA_DIR, "blobs"),
    port: v.PORT,
    host: v.HOST,
    publicUrl: (v.PUBLIC_URL ?? `http://localhost:${v.PORT}`).replace(/\/+$/, ""),
    authSecret: v.AUTH_SECRET,
    role: v.ROLE,
    allowSignUp: v.ALLOW_SIGN_UP === "true",
    oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret, name: v.OIDC_NAME } : null,
  };
}

let parsed: Env | undefined;

/** The environment of this process, parsed at the first call. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
