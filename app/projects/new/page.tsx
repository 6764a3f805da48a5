import type { Metadata } from "next";
import { NewProject } from "@/app/_ui/projects/new-project";
import { Shell } from "@/app/_ui/shell/shell";
import { personOrDoor } from "@/server/auth/page";

export const metadata: Metadata = { title: "New project" };

export default async function NewProjectPage() {
  const me = await personOrDoor("/projects/new");
  return (
    <Shell me={me}>
      <NewProject />
    </Shell>
  );
}
