import type { Metadata } from "next";
import { PhotosPage } from "@/app/_ui/photos/photos-page";

export const metadata: Metadata = { title: "Photos" };

export default function Page() {
  return <PhotosPage />;
}
