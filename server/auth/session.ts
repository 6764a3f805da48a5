import { decode } from "next-auth/jwt";
import { env } from "../env";

/** next-auth's names for its cookie: plain over http, prefixed over https. */
const COOKIE_NAMES = ["__Secure-next-auth.session-token", "next-auth.session-token"] as const;

/**
 * Who sends this `Cookie` header, by next-auth's encrypted session token; null when nobody does, when the
 * token has expired, or when it was made with another secret. Says nothing about membership: ask `requireRole`.
 */
export async function sessionFromCookies(
  cookieHeader: string | undefined,
): Promise<{ userId: string } | null> {
  if (!cookieHeader) return null;
  const cookies = parseCookies(cookieHeader);
  for (const name of COOKIE_NAMES) {
    const token = wholeCookie(cookies, name);
    if (!token) continue;
    try {
      const claims = await decode({ token, secret: env().authSecret });
      if (claims?.sub) return { userId: claims.sub };
    } catch {
      // Expired or foreign: the same as not being signed in.
    }
  }
  return null;
}

function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header.split(";")) {
    const cut = pair.indexOf("=");
    if (cut > 0) cookies.set(pair.slice(0, cut).trim(), pair.slice(cut + 1).trim());
  }
  return cookies;
}

/** next-auth cuts a token that is too long for one cookie into `name.0`, `name.1`, … */
function wholeCookie(cookies: Map<string, string>, name: string): string | undefined {
  const single = cookies.get(name);
  if (single) return single;
  let whole = "";
  for (let i = 0; cookies.has(`${name}.${i}`); i++) whole += cookies.get(`${name}.${i}`);
  return whole || undefined;
}
