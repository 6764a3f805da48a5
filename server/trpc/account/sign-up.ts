import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { addMember } from "@/db/queries/members";
import { createAttemptLimiter } from "../../auth/attempts";
import { hashPassword, passwordSchema } from "../../auth/password";
import { register } from "../../auth/register";
import { openInvitation } from "../../services/invitation-links";
import { announceMember } from "../../services/membership";
import { publicProcedure } from "../init";

/** Hashing is dear: this many new accounts a minute are tried in one process. */
const limiter = createAttemptLimiter({ max: 30, windowMs: 60_000 });

/** Makes an account; with an invitation's secret also a membership, in one go. */
export const signUp = publicProcedure
  .input(
    z.object({
      name: z.string().trim().min(1, "Tell the others your name.").max(80),
      email: z.email("That is not an e-mail address.").max(254),
      password: passwordSchema,
      invitation: z.string().max(100).optional(),
    }),
  )
  .mutation(async ({ ctx: { services }, input }) => {
    if (!limiter.take("sign-up", services.now().getTime()))
      throw new AppError("rate_limited", "Many people are signing up just now. Try again in a minute.");
    const passwordHash = await hashPassword(input.password);
    return services.db.transaction(async (tx) => {
      const invitation = input.invitation ? await openInvitation(services, tx, input.invitation) : null;
      const person = await register(
        tx,
        { email: input.email, name: input.name, passwordHash },
        { open: services.allowSignUp, invited: invitation !== null },
      );
      if (invitation) {
        const member = { projectId: invitation.projectId, userId: person.id, role: invitation.role };
        await addMember(tx, member);
        await announceMember(tx, { ...member, by: person.id, act: "member.join" });
      }
      return { userId: person.id, projectId: invitation?.projectId ?? null };
    });
  });
