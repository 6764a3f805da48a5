import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { accountRouter } from "./account/router";
import { findingsRouter } from "./findings/router";
import { groupsRouter } from "./groups/router";
import { imagesRouter } from "./images/router";
import { router } from "./init";
import { invitationsRouter } from "./invitations/router";
import { layoutsRouter } from "./layouts/router";
import { liveRouter } from "./live/router";
import { membersRouter } from "./members/router";
import { modelsRouter } from "./models/router";
import { partsRouter } from "./parts/router";
import { projectsRouter } from "./projects/router";
import { reviewsRouter } from "./reviews/router";
import { revisionsRouter } from "./revisions/router";
import { scoresRouter } from "./scores/router";
import { selectionsRouter } from "./selections/router";

export const appRouter = router({
  account: accountRouter,
  invitations: invitationsRouter,
  members: membersRouter,
  projects: projectsRouter,
  parts: partsRouter,
  groups: groupsRouter,
  models: modelsRouter,
  images: imagesRouter,
  revisions: revisionsRouter,
  reviews: reviewsRouter,
  scores: scoresRouter,
  selections: selectionsRouter,
  findings: findingsRouter,
  layouts: layoutsRouter,
  live: liveRouter,
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;
