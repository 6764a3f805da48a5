import { coverImages, listProjects } from "@/db/queries/projects";
import { userProcedure } from "../init";

/** The person's projects, with progress and up to four thumbnails each. */
export const list = userProcedure.query(async ({ ctx: { services, user } }) => {
  const projects = await listProjects(services.db, { userId: user.id });
  const covers = await coverImages(services.db, { projectIds: projects.map((p) => p.id), each: 4 });
  return projects.map((project) => ({
    ...project,
    covers: covers.filter((c) => c.projectId === project.id).map(({ imageId, key }) => ({ imageId, key })),
  }));
});
