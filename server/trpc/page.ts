import { headers } from "next/headers";
import { sessionFromCookies } from "../auth/session";
import { services } from "../services/process";
import { createCallerFactory } from "./init";
import { appRouter } from "./router";

const callerOf = createCallerFactory(appRouter);

/** The API for server-rendered pages, as the person whose request it is. */
export async function pageCaller() {
  const cookie = (await headers()).get("cookie") ?? undefined;
  return callerOf({ services: await services(), session: await sessionFromCookies(cookie) });
}
