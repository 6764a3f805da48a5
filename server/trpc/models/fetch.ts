import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { publishModelEvent } from "@/db/notify";
import { requestDownload } from "@/db/queries/downloads";
import { findModelBySha256 } from "@/db/queries/models";
import { KNOWN_MODELS } from "../../catalogue/known-models";
import { networkProcedure } from "../init";

/** Has a known network fetched and registered, in the background. One that is on its way already stays so. */
export const fetch = networkProcedure
  .input(z.object({ name: z.string().max(100) }))
  .mutation(async ({ ctx: { services, user }, input: { name } }) => {
    const known = KNOWN_MODELS.find((entry) => entry.name === name);
    if (!known) throw new AppError("not_found", `No network is known as “${name}”.`);
    const { sha256, kind, title } = known;
    if (known.urls.length === 0 || sha256 === null)
      throw new AppError("unavailable", known.byHand ?? `${title} cannot be fetched.`);
    if (await findModelBySha256(services.db, { sha256, kind }))
      throw new AppError("conflict", `${title} is here already.`);
    await services.db.transaction(async (tx) => {
      if (!(await requestDownload(tx, { name, requestedBy: user.id }))) return;
      await services.queue.enqueue(tx, "download", { name });
      await publishModelEvent(tx, { type: "download", name });
    });
  });
