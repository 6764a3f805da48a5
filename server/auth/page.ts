import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { pageCaller } from "../trpc/page";
import { sessionFromCookies } from "./session";

/** Whether anybody is signed in, for pages that look different then. */
export async function isSignedIn(): Promise<boolean> {
  const cookie = (await headers()).get("cookie") ?? undefined;
  return (await sessionFromCookies(cookie)) !== null;
}

/** The person whose page this is; whoever is not signed in goes to the door and comes back to `path`. */
export async function personOrDoor(path: string) {
  try {
    return await (await pageCaller()).account.me();
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED")
      redirect(`/sign-in?next=${encodeURIComponent(path)}`);
    throw error;
  }
}
