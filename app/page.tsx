import type { Metadata } from "next";
import { personOrDoor } from "@/server/auth/page";
import { ProjectGrid } from "./_ui/projects/project-grid";
import { Shell } from "./_ui/shell/shell";

export const metadata: Metadata = { title: "Projects" };

export default async function ProjectsPage() {
  const me = await personOrDoor("/");
  return (
    <Shell me={me}>
      <ProjectGrid />
    </Shell>
  );
}
