"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTRPC } from "../api";
import { DELAY_MS, imageOf, TOPICS, type Topic, topicsOf } from "./live-plan";

/** An interruption that nobody needs to hear of: the stream is opened anew now and then. */
const UNNOTICED_MS = 4_000;

/**
 * Keeps everything a project's pages show up to date, as events come; after an interruption all of it. False while
 * no events have come through for some seconds, so that what is shown may be out of date.
 */
export function useLiveProject(projectId: string, userId: string): boolean {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const started = useRef(false);

  const gather = useMemo(() => {
    const filters = {
      project: trpc.projects.get.queryFilter({ projectId }),
      projects: trpc.projects.list.queryFilter(),
      images: trpc.images.list.pathFilter(),
      image: trpc.images.get.pathFilter(),
      scores: trpc.scores.project.queryFilter({ projectId }),
      review: trpc.reviews.get.pathFilter(),
      reviews: trpc.reviews.pathFilter(),
      selections: trpc.selections.list.queryFilter({ projectId }),
      findings: trpc.findings.pathFilter(),
      layouts: trpc.layouts.get.pathFilter(),
      members: trpc.members.list.queryFilter({ projectId }),
    };
    const timers = new Map<string, number>();
    return {
      add(topic: Topic, imageId: string | null = null) {
        const one = topic === "image" && imageId !== null;
        const key = one ? imageId : topic;
        if (timers.has(key)) return;
        const refresh = () => {
          timers.delete(key);
          void queryClient.invalidateQueries(
            one ? trpc.images.get.queryFilter({ projectId, imageId }) : filters[topic],
          );
        };
        timers.set(key, window.setTimeout(refresh, DELAY_MS[topic]));
      },
      stop() {
        for (const timer of timers.values()) window.clearTimeout(timer);
        timers.clear();
      },
    };
  }, [trpc, queryClient, projectId]);

  useEffect(() => gather.stop, [gather]);

  const { status } = useSubscription(
    trpc.live.onProject.subscriptionOptions(
      { projectId },
      {
        onStarted() {
          // Not the first time: events may have been missed in between.
          if (started.current) for (const topic of TOPICS) gather.add(topic);
          started.current = true;
        },
        onData(event) {
          if (event.type === "member" && event.userId === userId && event.role === null)
            return window.location.assign("/");
          for (const topic of topicsOf(event)) gather.add(topic, imageOf(event));
        },
      },
    ),
  );

  const [live, setLive] = useState(true);
  useEffect(() => {
    if (status === "pending") return setLive(true);
    const timer = window.setTimeout(() => setLive(false), UNNOTICED_MS);
    return () => window.clearTimeout(timer);
  }, [status]);
  return live;
}
