"use client";
import { Alert, Anchor, Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { signIn } from "next-auth/react";
import type { FormEvent } from "react";
import { errorText, useTRPC } from "../api";
import { useHydrated } from "../use-hydrated";
import classes from "./door.module.css";

/** Makes an account and goes in with it; with an invitation straight into its project. */
export function SignUpForm({ next, invitation }: { next: string; invitation?: string }) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const signUp = useMutation(trpc.account.signUp.mutationOptions());

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name));
    const email = text("email");
    const password = text("password");
    const made = await signUp
      .mutateAsync({ name: text("name"), email, password, ...(invitation ? { invitation } : {}) })
      .catch(() => null);
    if (!made) return;
    await signIn("credentials", { email, password, redirect: false });
    window.location.assign(made.projectId ? `/projects/${made.projectId}/photos` : next);
  }

  const busy = signUp.isPending || signUp.isSuccess;
  return (
    <form className={classes.form} method="post" onSubmit={submit}>
      {signUp.error && (
        <Alert color="red" variant="light" role="alert">
          {errorText(signUp.error)}
        </Alert>
      )}
      <TextInput
        label="Name"
        name="name"
        description="Shown to others beside your work"
        autoComplete="name"
        required
        autoFocus
      />
      <TextInput label="E-mail" name="email" type="email" autoComplete="username" required />
      <PasswordInput
        visibilityToggleButtonProps={{ "aria-label": "Show what is typed" }}
        label="Password"
        name="password"
        description="At least 10 characters"
        autoComplete="new-password"
        minLength={10}
        required
      />
      <Button type="submit" loading={busy} disabled={!hydrated} fullWidth mt={8}>
        Sign up
      </Button>
      <p className={classes.foot}>
        Already here?{" "}
        <Anchor component={Link} inherit href={`/sign-in?next=${encodeURIComponent(next)}`}>
          Sign in
        </Anchor>
      </p>
    </form>
  );
}
