import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findUser } from "@/db/queries/users";
import { createWorld, type World } from "../testing/world";
import { signInWithPassword } from "./credentials";
import { personOfIdentity } from "./oidc";
import { sessionFromCookies } from "./session";

const SECRET = "a secret that is long enough for anybody";
vi.mock("../env", () => ({ env: () => ({ authSecret: SECRET }) }));

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

describe("sessions", () => {
  const token = (claims: Record<string, unknown>, secret = SECRET, maxAge = 60) =>
    encode({ token: claims, secret, maxAge });

  it("are read from next-auth's cookie, whole or cut, over http or https", async () => {
    const sealed = await token({ sub: "u1" });
    const user = { userId: "u1" };
    expect(await sessionFromCookies(`a=b; next-auth.session-token=${sealed}`)).toEqual(user);
    expect(await sessionFromCookies(`__Secure-next-auth.session-token=${sealed}`)).toEqual(user);
    const [head, tail] = [sealed.slice(0, 40), sealed.slice(40)];
    const cut = `next-auth.session-token.1=${tail}; next-auth.session-token.0=${head}`;
    expect(await sessionFromCookies(cut)).toEqual(user);
  });

  it("are nobody's when forged, expired or missing", async () => {
    const foreign = await token({ sub: "u1" }, "another secret that is long enough too");
    const expired = await token({ sub: "u1" }, SECRET, -60);
    const cookies = [undefined, "", "next-auth.session-token=rubbish"];
    for (const sealed of [foreign, expired, await token({})])
      cookies.push(`next-auth.session-token=${sealed}`);
    for (const cookie of cookies) expect(await sessionFromCookies(cookie)).toBeNull();
  });
});

describe("passwords", () => {
  it("let their owner in, whatever the address's case, and nobody else", async () => {
    const { db } = world.services;
    const person = { name: "Pat", email: "Pat@Example.org", password: "correct horse" };
    const { userId } = await world.as("anonymous").account.signUp(person);
    const attempt = (email: string, password: string) => signInWithPassword(db, { email, password }, 0);
    expect(await attempt("pat@example.ORG", "correct horse")).toMatchObject({ id: userId });
    expect(await attempt("pat@example.org", "Correct horse")).toBeNull();
    expect(await attempt("nobody@example.org", "correct horse")).toBeNull();
    expect(await attempt("viewer@example.org", "an account without a password")).toBeNull();
    await expect(
      world.as("anonymous").account.signUp({ ...person, email: "pat@example.org" }),
    ).rejects.toThrow(/already an account/);
  });

  it("are tried ten times, then the address waits a quarter of an hour", async () => {
    const { db } = world.services;
    const attempt = (now: number) =>
      signInWithPassword(db, { email: "target@example.org", password: "guess" }, now);
    for (let i = 0; i < 10; i++) expect(await attempt(1000 + i)).toBeNull();
    await expect(attempt(2000)).rejects.toMatchObject({ code: "rate_limited" });
    expect(await attempt(1000 + 15 * 60_000)).toBeNull();
  });
});

describe("identities at a provider", () => {
  const claims = { sub: "s1", email: "oidc@example.org", email_verified: true, name: "Olga" };

  it("make a person once and find them again, also under a new address", async () => {
    const { db } = world.services;
    const made = await personOfIdentity(db, claims, true);
    expect(await findUser(db, { id: made.id })).toMatchObject({ name: "Olga", email: "oidc@example.org" });
    const again = await personOfIdentity(db, { ...claims, email: "married@example.org" }, true);
    expect(again.id).toBe(made.id);
  });

  it("take over no account with a password, no unproven address, and open no closed door", async () => {
    const { db } = world.services;
    const attempt = (more: object, open = true) =>
      personOfIdentity(db, { ...claims, sub: "s2", ...more }, open);
    await expect(attempt({ email: "pat@example.org" })).rejects.toMatchObject({ code: "conflict" });
    await expect(attempt({ email_verified: false })).rejects.toMatchObject({ code: "forbidden" });
    await expect(attempt({ email: "late@example.org" }, false)).rejects.toMatchObject({ code: "forbidden" });
  });
});
