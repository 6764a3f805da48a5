import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { GuideText } from "@/app/_ui/guide/guide-text";
import { Page } from "@/app/_ui/page";
import { Shell } from "@/app/_ui/shell/shell";
import { personOrDoor } from "@/server/auth/page";
import { readGuidePage } from "@/server/guide/pages";

type Props = { params: Promise<{ page: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await readGuidePage(process.cwd(), (await params).page);
  return { title: found?.title ?? "Guide" };
}

export default async function GuidePage({ params }: Props) {
  const name = (await params).page;
  const me = await personOrDoor(`/guide/${name}`);
  const found = await readGuidePage(process.cwd(), name);
  if (!found) notFound();
  return (
    <Shell me={me}>
      <Page narrow title={found.title}>
        <GuideText html={found.html} />
      </Page>
    </Shell>
  );
}
