import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { isSignedIn } from "@/server/auth/page";
import { env } from "@/server/env";
import { Door } from "../_ui/door/door";
import { safeNext } from "../_ui/door/next";
import { SignInForm } from "../_ui/door/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { next, error } = await searchParams;
  const target = safeNext(next);
  if (!error && (await isSignedIn())) redirect(target);
  return (
    <Door title="Sign in">
      <SignInForm
        next={target}
        refused={typeof error === "string" ? error : null}
        oidcName={env().oidc?.name ?? null}
      />
    </Door>
  );
}
