import { listModels } from "@/db/queries/models";
import { modelChecksOf } from "@/db/queries/randomisation";
import { userProcedure } from "../init";

/** Every network of the installation, with its randomisation check where that has been asked for. */
export const list = userProcedure.query(async ({ ctx: { services } }) => {
  const [models, checks] = await Promise.all([listModels(services.db), modelChecksOf(services.db)]);
  const byModel = new Map(checks.map(({ modelId, ...check }) => [modelId, check]));
  return models.map((model) => ({ ...model, check: byModel.get(model.id) ?? null }));
});
