import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { AppError } from "@/core/domain/errors";
import { env } from "../env";
import type { Services } from "../services/services";
import { signInWithPassword } from "./credentials";
import { OIDC_ID, type OidcProfile, oidcProvider, personOfIdentity } from "./oidc";

const THIRTY_DAYS = 30 * 24 * 60 * 60;

/** next-auth's settings: encrypted JWT sessions whose subject is our user id; all that is secret comes from env. */
export function authOptions(services: Services): AuthOptions {
  const { authSecret, oidc, allowSignUp } = env();
  return {
    secret: authSecret,
    session: { strategy: "jwt", maxAge: THIRTY_DAYS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        name: "E-mail and password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (input) => {
          try {
            return await signInWithPassword(services.db, input, services.now().getTime());
          } catch (error) {
            // The message travels to the sign-in page as the error's code.
            if (error instanceof AppError) throw new Error(error.code);
            console.error("[auth] sign-in failed", error);
            throw new Error("unavailable");
          }
        },
      }),
      ...(oidc ? [oidcProvider(oidc)] : []),
    ],
    callbacks: {
      async signIn({ account, profile, user }) {
        if (account?.provider !== OIDC_ID) return true;
        try {
          const person = await personOfIdentity(services.db, profile as OidcProfile, allowSignUp);
          user.id = person.id;
          return true;
        } catch (error) {
          if (error instanceof AppError) return `/sign-in?error=${error.code}`;
          throw error;
        }
      },
      jwt({ token, user }) {
        // `user` is there at sign-in only; its id is ours for both providers.
        if (user) token.sub = user.id;
        return token;
      },
      session: ({ session, token }) => ({ ...session, userId: token.sub }),
    },
  };
}
