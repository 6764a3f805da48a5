import { listModels } from "@/db/queries/models";
import { userProcedure } from "../init";

/** Every network of the installation. */
export const list = userProcedure.query(({ ctx: { services } }) => listModels(services.db));
