import type { Metadata } from "next";
import { ModelsPage } from "@/app/_ui/models/models-page";
import { Shell } from "@/app/_ui/shell/shell";
import { personOrDoor } from "@/server/auth/page";

export const metadata: Metadata = { title: "Models" };

export default async function Page() {
  const me = await personOrDoor("/models");
  return (
    <Shell me={me}>
      <ModelsPage />
    </Shell>
  );
}
