"use client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { AppRouter, RouterOutputs } from "@/server/trpc/router";

export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

export type Project = RouterOutputs["projects"]["get"];
export type Model = RouterOutputs["models"]["list"][number];
export type ImageCard = RouterOutputs["images"]["list"]["images"][number];
export type Me = RouterOutputs["account"]["me"];

/** Our own code of a refusal (`forbidden`, `not_found` …); null for a broken connection. */
export function errorCode(error: unknown): string | null {
  const data = (error as { data?: { appCode?: unknown } } | null)?.data;
  return typeof data?.appCode === "string" ? data.appCode : null;
}

/** What to tell people: the server's own sentence, or that it could not be reached. */
export function errorText(error: unknown): string {
  if (errorCode(error)) return (error as Error).message;
  return "The server cannot be reached. Check the connection and try again.";
}
