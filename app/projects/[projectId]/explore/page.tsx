import type { Metadata } from "next";
import { ExplorePage } from "@/app/_ui/project/explore-page";

export const metadata: Metadata = { title: "Explore" };

export default function Page() {
  return <ExplorePage />;
}
