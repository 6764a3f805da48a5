import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { ZodError, z } from "zod";
import { AppError, type ErrorCode, readableMessage } from "@/core/domain/errors";
import { projectIdSchema, type UserId } from "@/core/domain/ids";
import type { Action } from "@/core/domain/roles";
import { findUser, type Person } from "@/db/queries/users";
import { requireRole } from "../access/access";
import { requireNetworkKeeper } from "../access/networks";
import type { Services } from "../services/services";
import { TRPC_CODE } from "./error-codes";

export interface Context {
  services: Services;
  /** Of the session; whether the person still exists is looked up by the procedures that need somebody. */
  session: { userId: string } | null;
}

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  errorFormatter({ shape, error }) {
    const { code, message } = readable(error);
    return { ...shape, message, data: { ...shape.data, appCode: code, stack: undefined } };
  },
});

/** What a browser is told: our own refusals and input problems in words, nothing of the rest. */
function readable(error: TRPCError): { code: ErrorCode; message: string } {
  if (error.cause instanceof AppError) return { code: error.cause.code, message: error.cause.message };
  if (error.cause instanceof ZodError) {
    const [issue] = error.cause.issues;
    const where = issue?.path.join(".");
    return {
      code: "invalid_input",
      message: `${where ? `${where}: ` : ""}${issue?.message ?? error.message}`,
    };
  }
  if (error.code === "NOT_FOUND") return { code: "not_found", message: error.message };
  return { code: "internal", message: readableMessage(error) };
}

/** Gives our refusals their HTTP status. */
const appErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof AppError) {
    const { cause } = result.error;
    throw new TRPCError({ code: TRPC_CODE[cause.code], message: cause.message, cause });
  }
  return result;
});

export const { router, createCallerFactory } = t;

/** For everybody, signed in or not. */
export const publicProcedure = t.procedure.use(appErrors);

/** For anybody who is signed in; `ctx.user` is that person. */
export const userProcedure = publicProcedure.use(async ({ ctx, next }) => {
  const user = ctx.session && (await findUser(ctx.services.db, { id: ctx.session.userId }));
  if (!user) throw new AppError("unauthenticated", "Sign in first.");
  return next({ ctx: { ...ctx, user: user as Person & { id: UserId } } });
});

/** For people who may add networks to the installation. */
export const networkProcedure = userProcedure.use(async ({ ctx, next }) => {
  await requireNetworkKeeper(ctx.services.db, { userId: ctx.user.id });
  return next();
});

/** For members of `input.projectId` whose role may do `action`; `ctx.role` is that role. */
export function projectProcedure(action: Action) {
  return userProcedure.input(z.object({ projectId: projectIdSchema })).use(async ({ ctx, input, next }) => {
    const role = await requireRole(
      ctx.services.db,
      { projectId: input.projectId, userId: ctx.user.id },
      action,
    );
    return next({ ctx: { ...ctx, role } });
  });
}
