import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { sessionFromCookies } from "../auth/session";
import { env } from "../env";
import { refusal } from "../http/handle";
import { requireSameOrigin } from "../http/origin";
import { services } from "../services/process";
import { appRouter } from "./router";

/** The API's one HTTP entry: queries, mutations and subscriptions. */
export async function answerTrpc(request: Request): Promise<Response> {
  try {
    if (request.method !== "GET") requireSameOrigin(request.headers, env().publicUrl);
  } catch (error) {
    return refusal(error);
  }
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: async () => ({
      services: await services(),
      session: await sessionFromCookies(request.headers.get("cookie") ?? undefined),
    }),
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") console.error(`[trpc] ${path ?? "?"}`, error);
    },
  });
}
