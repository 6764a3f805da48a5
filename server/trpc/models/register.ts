import { modelDraftSchema, registerModel } from "../../models/register";
import { userProcedure } from "../init";

/** Makes an uploaded network known to the installation; says at once whether it can be explained. */
export const register = userProcedure
  .input(modelDraftSchema)
  .mutation(({ ctx: { services, user }, input }) => registerModel(services, input, user.id));
