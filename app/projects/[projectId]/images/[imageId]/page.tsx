import type { Metadata } from "next";
import { EditorPage } from "@/app/_ui/project/editor-page";

export const metadata: Metadata = { title: "Annotate" };

export default async function Page({ params }: { params: Promise<{ imageId: string }> }) {
  return <EditorPage imageId={(await params).imageId} />;
}
