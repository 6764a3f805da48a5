import type { OAuthConfig } from "next-auth/providers/oauth";
import { AppError } from "@/core/domain/errors";
import type { Db } from "@/db/client";
import { findCredentials, findIdentity, linkIdentity, type Person } from "@/db/queries/users";
import { register } from "./register";

export const OIDC_ID = "oidc";

export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
}

/** The standard claims that are read. */
export interface OidcProfile {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  preferred_username?: string;
}

export function oidcProvider(settings: OidcSettings): OAuthConfig<OidcProfile> {
  return {
    id: OIDC_ID,
    name: settings.name,
    type: "oauth",
    wellKnown: `${settings.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    profile: (claims) => ({ id: claims.sub, name: displayName(claims), email: claims.email ?? null }),
  };
}

/**
 * Our person behind an identity at the provider; made on the first visit.
 * An address that already belongs to an account with a password is not taken over: nobody proved here that the
 * account's maker owns the address.
 */
export async function personOfIdentity(db: Db, claims: OidcProfile, signUpOpen: boolean): Promise<Person> {
  const known = await findIdentity(db, { provider: OIDC_ID, subject: claims.sub });
  if (known) return known;
  const { email } = claims;
  if (!email || claims.email_verified === false)
    throw new AppError("forbidden", "Your identity provider does not vouch for an e-mail address.");
  return db.transaction(async (tx) => {
    const same = await findCredentials(tx, { email });
    if (same?.passwordHash)
      throw new AppError("conflict", "This e-mail address signs in with a password here.");
    const person =
      same ??
      (await register(
        tx,
        { email, name: displayName(claims), passwordHash: null },
        { open: signUpOpen, invited: false },
      ));
    await linkIdentity(tx, { provider: OIDC_ID, subject: claims.sub, userId: person.id });
    return { id: person.id, name: person.name, email: person.email, colour: person.colour };
  });
}

function displayName(claims: OidcProfile): string {
  return claims.name ?? claims.preferred_username ?? claims.email?.split("@")[0] ?? "Somebody";
}
