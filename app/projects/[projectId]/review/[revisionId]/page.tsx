import { ReviewPage } from "@/app/_review/review-page";

export default async function Page({ params }: { params: Promise<{ revisionId: string }> }) {
  const { revisionId } = await params;
  return <ReviewPage revisionId={revisionId} />;
}
