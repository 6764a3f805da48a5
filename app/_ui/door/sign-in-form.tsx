"use client";
import { Alert, Anchor, Button, Divider, PasswordInput, TextInput } from "@mantine/core";
import Link from "next/link";
import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { useHydrated } from "../use-hydrated";
import classes from "./door.module.css";
import { REFUSALS } from "./refusals";

export function SignInForm({
  next,
  refused,
  oidcName,
}: {
  next: string;
  refused: string | null;
  oidcName: string | null;
}) {
  const [message, setMessage] = useState(refused ? (REFUSALS[refused] ?? REFUSALS.other) : null);
  const [busy, setBusy] = useState(false);
  const hydrated = useHydrated();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setMessage(null);
    const answer = await signIn("credentials", {
      email: String(form.get("email")),
      password: String(form.get("password")),
      redirect: false,
    }).catch(() => null);
    if (answer?.ok) return window.location.assign(next);
    setBusy(false);
    setMessage(REFUSALS[answer?.error ?? "unavailable"] ?? REFUSALS.other);
  }

  return (
    <form className={classes.form} method="post" onSubmit={submit}>
      {message && (
        <Alert color="red" variant="light" role="alert">
          {message}
        </Alert>
      )}
      <TextInput label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <PasswordInput
        visibilityToggleButtonProps={{ "aria-label": "Show what is typed" }}
        label="Password"
        name="password"
        autoComplete="current-password"
        required
      />
      <Button type="submit" loading={busy} disabled={!hydrated} fullWidth mt={8}>
        Sign in
      </Button>
      {oidcName && (
        <>
          <Divider label="or" />
          <Button variant="default" fullWidth onClick={() => signIn("oidc", { callbackUrl: next })}>
            Continue with {oidcName}
          </Button>
        </>
      )}
      <p className={classes.foot}>
        No account?{" "}
        <Anchor component={Link} inherit href={`/sign-up?next=${encodeURIComponent(next)}`}>
          Sign up
        </Anchor>
      </p>
    </form>
  );
}
