import { userProcedure } from "../init";

/** What happens to the networks of the installation, as it happens. */
export const onModels = userProcedure.subscription(async function* ({ ctx: { services }, signal }) {
  yield* services.live.models(signal ?? new AbortController().signal);
});
