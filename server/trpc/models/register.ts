import { modelDraftSchema, registerModel } from "../../models/register";
import { networkProcedure } from "../init";

/** Makes an uploaded network known to the installation; says at once whether it can be explained. */
export const register = networkProcedure
  .input(modelDraftSchema)
  .mutation(({ ctx: { services, user }, input }) => registerModel(services, input, user.id));
