"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { EditorReview } from "@/app/_editor/types";
import type { RevisionId } from "@/core/domain/ids";
import { errorText, useTRPC } from "../api";
import { useProject } from "./project-context";

/** Where the review of an image stands, kept up to date, with what can be done about it in the editor. */
export function useImageReview(imageId: string): EditorReview | null {
  const { project, may } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useQuery(trpc.reviews.ofImage.queryOptions({ projectId: project.id, imageId }));
  const onSettled = () => queryClient.invalidateQueries(trpc.reviews.pathFilter());
  const settle = useMutation(trpc.reviews.settleComment.mutationOptions({ onSettled }));
  const reopen = useMutation(trpc.reviews.reopen.mutationOptions({ onSettled }));
  const projectId = project.id;
  const error = reopen.error ?? settle.error;
  const problem = error && errorText(error);
  const canReview = may("revision.review");
  const { mutate: settleOne } = settle;
  const { mutateAsync: reopenOne } = reopen;
  return useMemo(() => {
    if (!data) return null;
    const revisionId = data.revisionId as RevisionId;
    return {
      ...data,
      url: `/projects/${projectId}/review/${data.revisionId}`,
      problem,
      onSettle: (commentId, done) => settleOne({ projectId, commentId, done }),
      ...(canReview
        ? {
            onReopen: (note: string) =>
              reopenOne({ projectId, revisionId, note }).then(
                () => true,
                () => false,
              ),
          }
        : {}),
    };
  }, [data, projectId, problem, canReview, settleOne, reopenOne]);
}
