"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { PartId, RevisionId } from "@/core/domain/ids";
import { errorText, useTRPC } from "../_ui/api";
import { useProject } from "../_ui/project/project-context";
import type { Draft } from "./decisions";

export type Said = Omit<Draft, "seen">;

/**
 * One review and the acts on it. Decisions show at once and are marked until the server has them; one that it turns
 * down disappears again and `problem` says why. Acts reach the server in the order they were made.
 */
export function useReview(revisionId: string) {
  const { project } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const ref = { projectId: project.id, revisionId };
  const scope = { id: `review ${revisionId}` };
  const query = useQuery(trpc.reviews.get.queryOptions(ref));
  const key = trpc.reviews.get.queryKey(ref);
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const [problem, setProblem] = useState<string | null>(null);

  const next = query.data?.next;
  // The one that Enter goes to is there before it is asked for.
  useEffect(() => {
    if (next)
      void queryClient.prefetchQuery(
        trpc.reviews.get.queryOptions({ projectId: project.id, revisionId: next }),
      );
  }, [next, queryClient, trpc, project.id]);

  const again = () => queryClient.invalidateQueries(trpc.reviews.pathFilter());
  const failed = (error: unknown) => {
    setProblem(errorText(error));
    void again();
  };
  const versionOf = (partId: string) =>
    queryClient.getQueryData(key)?.decisions.find((d) => d.partId === partId)?.version ?? null;

  const decideCall = useMutation(trpc.reviews.decide.mutationOptions());
  const decideMutation = useMutation({
    scope,
    mutationFn: async (said: readonly Draft[]) => {
      const decisions = said.map(({ partId, verdict, reason, note, seen }) => {
        const common = { partId: partId as PartId, seen: seen === "mine" ? versionOf(partId) : seen };
        return verdict === "changes_requested"
          ? { ...common, verdict, reason: reason ?? ("other" as const), note }
          : { ...common, verdict };
      });
      const standing = await decideCall.mutateAsync({
        ...ref,
        revisionId: revisionId as RevisionId,
        decisions,
      });
      // An older answer that is still on its way must not overwrite this one.
      await queryClient.cancelQueries({ queryKey: key });
      queryClient.setQueryData(key, (old) => old && { ...old, decisions: standing });
    },
    onError: failed,
    onSettled: (_data, _error, said) =>
      // A later word on the same part is still on its way: its draft stays.
      setDrafts(
        (now) =>
          new Map(
            [...now].filter(([partId, draft]) => !said.some((s) => s.partId === partId && s === draft)),
          ),
      ),
  });

  const commentCall = useMutation(trpc.reviews.comment.mutationOptions({ scope, onSettled: again }));
  const settleCall = useMutation(
    trpc.reviews.settleComment.mutationOptions({ onError: failed, onSettled: again }),
  );
  const removeCall = useMutation(
    trpc.reviews.removeComment.mutationOptions({ onError: failed, onSettled: again }),
  );
  const closeCall = useMutation(
    trpc.reviews.close.mutationOptions({ scope, onError: failed, onSettled: again }),
  );
  const reopenCall = useMutation(
    trpc.reviews.reopen.mutationOptions({ scope, onError: failed, onSettled: again }),
  );
  const revision = { ...ref, revisionId: revisionId as RevisionId };

  return {
    query,
    drafts,
    problem,
    dismiss: () => setProblem(null),
    decide(said: readonly Said[]) {
      if (said.length === 0) return;
      setProblem(null);
      const drafted = said.map(
        (one): Draft => ({ ...one, seen: drafts.has(one.partId) ? "mine" : versionOf(one.partId) }),
      );
      setDrafts((now) => new Map([...now, ...drafted.map((draft) => [draft.partId, draft] as const)]));
      decideMutation.mutate(drafted);
    },
    comment: (pin: { x: number; y: number; partId: PartId | null; text: string }) =>
      commentCall.mutateAsync({ ...revision, ...pin }),
    settle: (commentId: string, done: boolean) =>
      settleCall.mutate({ projectId: project.id, commentId, done }),
    removeComment: (commentId: string) => removeCall.mutate({ projectId: project.id, commentId }),
    /** Resolves to whether it was closed. */
    async close(expects: "approve" | "return", options: { note: string; discardLaterEdits: boolean }) {
      setProblem(null);
      return closeCall.mutateAsync({ ...revision, expects, ...options }).then(
        () => true,
        () => false,
      );
    },
    closing: closeCall.isPending,
    async reopen(note: string) {
      setProblem(null);
      return reopenCall.mutateAsync({ ...revision, note }).then(
        () => true,
        () => false,
      );
    },
    reopening: reopenCall.isPending,
  };
}

export type ReviewActs = ReturnType<typeof useReview>;
