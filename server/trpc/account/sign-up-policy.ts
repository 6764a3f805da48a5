import { countUsers } from "@/db/queries/users";
import { publicProcedure } from "../init";

/** Whether somebody without an invitation may make an account, and whether they would be the first. */
export const signUpPolicy = publicProcedure.query(async ({ ctx: { services } }) => {
  const first = (await countUsers(services.db)) === 0;
  return { open: first || services.allowSignUp, first };
});
