import { projectProcedure } from "../init";

/**
 * What happens in the project, as it happens. A browser that comes back after an interruption reads everything
 * again: nothing is replayed. Ends for people who are taken out of the project.
 */
export const onProject = projectProcedure("project.view").subscription(async function* ({
  ctx: { services, user },
  input: { projectId },
  signal,
}) {
  const until = signal ?? new AbortController().signal;
  for await (const event of services.live.subscribe(projectId, until)) {
    yield event;
    if (event.type === "member" && event.userId === user.id && event.role === null) return;
  }
});
