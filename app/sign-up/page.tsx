import type { Metadata } from "next";
import { pageCaller } from "@/server/trpc/page";
import { Door } from "../_ui/door/door";
import { safeNext } from "../_ui/door/next";
import { SignUpForm } from "../_ui/door/sign-up-form";

export const metadata: Metadata = { title: "Sign up" };

export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { next } = await searchParams;
  const policy = await (await pageCaller()).account.signUpPolicy();
  if (!policy.open)
    return (
      <Door
        title="By invitation"
        lead="Accounts here are made by invitation. Ask the owner of a project for a link."
      >
        <span />
      </Door>
    );
  return (
    <Door title={policy.first ? "Make the first account" : "Make an account"}>
      <SignUpForm next={safeNext(next)} />
    </Door>
  );
}
