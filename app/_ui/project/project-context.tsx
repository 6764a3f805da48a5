"use client";
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { type Action, may } from "@/core/domain/roles";
import { type Me, type Project, useTRPC } from "../api";

export interface ProjectScope {
  me: Me;
  /** As it was when the page was made; `useProject` gives the present one. */
  initial: Project;
}

export const ProjectContext = createContext<ProjectScope | null>(null);

function useScope(): ProjectScope {
  const scope = useContext(ProjectContext);
  if (!scope) throw new Error("useProject is for pages inside a project.");
  return scope;
}

/** The project of this page, kept up to date, and what the person may do in it. */
export function useProject() {
  const { me, initial } = useScope();
  const trpc = useTRPC();
  const { data: project } = useQuery(
    trpc.projects.get.queryOptions({ projectId: initial.id }, { initialData: initial }),
  );
  return { me, project, may: (action: Action) => may(project.role, action) };
}
