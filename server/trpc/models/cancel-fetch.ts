import { z } from "zod";
import { publishModelEvent } from "@/db/notify";
import { setDownload } from "@/db/queries/downloads";
import { networkProcedure } from "../init";

/** Stops fetching a network. What has come is kept, and the next time goes on from there. */
export const cancelFetch = networkProcedure
  .input(z.object({ name: z.string().max(100) }))
  .mutation(async ({ ctx: { services }, input: { name } }) =>
    services.db.transaction(async (tx) => {
      await setDownload(tx, { name, state: "cancelled", error: null, unfinished: true });
      await publishModelEvent(tx, { type: "download", name });
    }),
  );
