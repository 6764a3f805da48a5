import { AppError, ERROR_STATUS, readableMessage } from "@/core/domain/errors";
import { findUser, type Person } from "@/db/queries/users";
import { sessionFromCookies } from "../auth/session";
import { env } from "../env";
import type { Services } from "../services/services";
import { requireSameOrigin } from "./origin";

export interface Caller {
  services: Services;
  user: Person;
}

/**
 * Runs an HTTP handler for somebody who is signed in; refusals become `{ code, message }` with their status.
 * State-changing methods must come from our own pages.
 */
export async function handle(
  request: Request,
  services: () => Promise<Services>,
  work: (caller: Caller) => Promise<Response>,
): Promise<Response> {
  try {
    if (request.method !== "GET" && request.method !== "HEAD")
      requireSameOrigin(request.headers, env().publicUrl);
    const session = await sessionFromCookies(request.headers.get("cookie") ?? undefined);
    const ready = await services();
    const user = session && (await findUser(ready.db, { id: session.userId }));
    if (!user) throw new AppError("unauthenticated", "Sign in first.");
    return await work({ services: ready, user });
  } catch (error) {
    return refusal(error);
  }
}

export function refusal(error: unknown): Response {
  const code = error instanceof AppError ? error.code : "internal";
  if (code === "internal") console.error("[http]", error);
  return Response.json(
    { code, message: readableMessage(error) },
    { status: ERROR_STATUS[code], headers: { "cache-control": "no-store" } },
  );
}
