"use client";
import { Center, Loader } from "@mantine/core";
import dynamic from "next/dynamic";
import { blocks } from "../_ui/api";
import { ErrorState } from "../_ui/states";
import { useReview } from "./use-review";

const loading = () => (
  <Center h="100%">
    <Loader aria-label="Loading the review" />
  </Center>
);
// Canvas exists in browsers only.
const ReviewView = dynamic(() => import("./review-view").then((m) => m.ReviewView), { ssr: false, loading });

/** One review; another revision starts anew, with nothing on its way. */
export function ReviewPage({ revisionId }: { revisionId: string }) {
  return <OpenReview key={revisionId} revisionId={revisionId} />;
}

function OpenReview({ revisionId }: { revisionId: string }) {
  const acts = useReview(revisionId);
  const { data, error, refetch } = acts.query;
  if (blocks(error, data)) return <ErrorState error={error} retry={refetch} />;
  if (!data) return loading();
  return <ReviewView review={data} acts={acts} />;
}
