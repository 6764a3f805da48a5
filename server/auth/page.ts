import { TRPCError } from "@trpc/server";
import { redirect } from "next/navigation";
import { pageCaller } from "../trpc/page";

/** Whether somebody is signed in who still has an account, for pages that look different then. */
export async function isSignedIn(): Promise<boolean> {
  try {
    await (await pageCaller()).account.me();
    return true;
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") return false;
    throw error;
  }
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
