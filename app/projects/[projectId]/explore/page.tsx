import type { Metadata } from "next";
import { ExplorePage } from "@/app/_ui/project/explore-page";

export const metadata: Metadata = { title: "Explore" };

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ finding?: string | string[] }>;
}) {
  const { finding } = await searchParams;
  return <ExplorePage findingId={typeof finding === "string" ? finding : null} />;
}
