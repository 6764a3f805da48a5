import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { ProjectFrame } from "@/app/_ui/project/project-frame";
import { personOrDoor } from "@/server/auth/page";
import { pageCaller } from "@/server/trpc/page";

interface Props {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}

async function projectOrNotFound(projectId: string) {
  try {
    return await (await pageCaller()).projects.get({ projectId });
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST"))
      notFound();
    throw error;
  }
}

export default async function ProjectLayout({ params, children }: Props) {
  const { projectId } = await params;
  const me = await personOrDoor(`/projects/${projectId}/photos`);
  const project = await projectOrNotFound(projectId);
  return (
    <ProjectFrame me={me} project={project}>
      {children}
    </ProjectFrame>
  );
}
