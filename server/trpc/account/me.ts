import { userProcedure } from "../init";

/** The person who is signed in. */
export const me = userProcedure.query(({ ctx }) => ctx.user);
