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

/** Whether asking again can help: the connection broke, or the server had a fault (its database may be away). */
export function mayPass(error: unknown): boolean {
  const code = errorCode(error);
  return code === null || code === "internal" || code === "unavailable";
}

/**
 * Whether a failed question takes the place of what is on screen: there is nothing to show, or the answer is final
 * (gone, forbidden). What was read before stays when only the newer reading failed; it is repeated by itself.
 */
export function blocks(error: unknown, data: unknown): boolean {
  return Boolean(error) && (data === undefined || data === null || !mayPass(error));
}

/** What to tell people: the server's own sentence, or that it could not be reached. */
export function errorText(error: unknown): string {
  if (errorCode(error)) return (error as Error).message;
  return "The server cannot be reached. Check the connection and try again.";
}
