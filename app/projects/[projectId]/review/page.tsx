import type { Metadata } from "next";
import { QueuePage } from "@/app/_review/queue-page";

export const metadata: Metadata = { title: "Review" };

export default function Page() {
  return <QueuePage />;
}
