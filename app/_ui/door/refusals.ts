/** What the sign-in page says to the codes next-auth and we ourselves send there. */
export const REFUSALS: Record<string, string> = {
  CredentialsSignin: "This e-mail address and password do not belong together.",
  rate_limited: "Too many attempts for this address. Try again in a quarter of an hour.",
  conflict: "This e-mail address signs in with a password here.",
  forbidden:
    "Your identity provider let you in, but there is no account for you here. Ask for an invitation.",
  unavailable: "The server cannot be reached just now. Try again in a moment.",
  OAuthCallback: "Your identity provider's answer could not be used. Try again.",
  SessionRequired: "Sign in first.",
  other: "Signing in did not work. Try again.",
};
