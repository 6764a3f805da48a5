import { describe, expect, test } from "vitest";
import { parseEnv } from "./env";

const given = { DATABASE_URL: "postgres://u:p@localhost:5432/x", AUTH_SECRET: "s".repeat(32) };

describe("parseEnv", () => {
  test("fills in the defaults of one machine", () => {
    expect(parseEnv(given)).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      publicUrl: "http://localhost:3000",
      role: "all",
      oidc: null,
      blobDir: ".partwise/blobs",
    });
  });

  test("derives the public address from the port, and drops a trailing slash", () => {
    expect(parseEnv({ ...given, PORT: "4100" }).publicUrl).toBe("http://localhost:4100");
    expect(parseEnv({ ...given, PUBLIC_URL: "https://parts.example/" }).publicUrl).toBe(
      "https://parts.example",
    );
  });

  test("names every variable that is wrong", () => {
    expect(() => parseEnv({ AUTH_SECRET: "short", PORT: "99999999" })).toThrow(
      /DATABASE_URL[\s\S]*PORT[\s\S]*AUTH_SECRET/,
    );
  });

  test("an empty variable counts as not given", () => {
    expect(parseEnv({ ...given, PORT: "", ROLE: "" })).toMatchObject({ port: 3000, role: "all" });
  });

  test("OIDC is all or nothing", () => {
    expect(() => parseEnv({ ...given, OIDC_ISSUER: "https://id.example" })).toThrow(/together/);
    const oidc = { OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "a", OIDC_CLIENT_SECRET: "b" };
    expect(parseEnv({ ...given, ...oidc }).oidc).toEqual({
      issuer: "https://id.example",
      clientId: "a",
      clientSecret: "b",
      name: "Single sign-on",
    });
  });
});
