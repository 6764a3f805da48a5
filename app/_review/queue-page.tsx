"use client";
import { Button, Checkbox, Group, SegmentedControl, Select, Skeleton } from "@mantine/core";
import { IconChecklist, IconChecks } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { UserId } from "@/core/domain/ids";
import { REVISION_STATES, type RevisionState } from "@/core/domain/review";
import { blocks, useTRPC } from "../_ui/api";
import { Page } from "../_ui/page";
import { useWhenVisible } from "../_ui/photos/use-when-visible";
import { useProject } from "../_ui/project/project-context";
import { EmptyState, ErrorState } from "../_ui/states";
import { count } from "../_ui/words";
import { ProgressPanel } from "./progress-panel";
import classes from "./queue.module.css";
import { QueueRow } from "./queue-row";
import { STATE_WORDS } from "./words";

/** What waits for review, the longest waiting first, and how far the project is. */
export function QueuePage() {
  const { project, may } = useProject();
  const trpc = useTRPC();
  const [state, setState] = useState<RevisionState>("submitted");
  const [authorId, setAuthor] = useState<string | null>(null);
  const [others, setOthers] = useState(false);
  const progress = useQuery(trpc.reviews.progress.queryOptions({ projectId: project.id }));
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    trpc.reviews.queue.infiniteQueryOptions(
      { projectId: project.id, state, others, ...(authorId ? { authorId: authorId as UserId } : {}) },
      { getNextPageParam: (last) => last.nextCursor },
    ),
  );
  const sentinel = useWhenVisible(() => hasNextPage && !isFetchingNextPage && void fetchNextPage());
  const rows = data?.pages.flatMap((page) => page.revisions);
  const canReview = may("revision.review");
  const first = state === "submitted" ? rows?.find((row) => !row.drewAlone) : undefined;
  const href = (revisionId: string) => `/projects/${project.id}/review/${revisionId}`;
  useEnter(canReview && first ? href(first.revisionId) : null);
  const total = progress.data?.total;
  return (
    <Page
      title="Review"
      lead={
        total &&
        `${count(total.submitted, "image")} waiting, ${total.changes_requested} sent back, ${total.approved} approved`
      }
      actions={
        canReview &&
        first && (
          <Button component={Link} href={href(first.revisionId)} leftSection={<IconChecklist size={16} />}>
            Review the oldest
          </Button>
        )
      }
    >
      <div className={classes.columns}>
        <div>
          <Group mb="md" gap="md">
            <SegmentedControl
              aria-label="State"
              value={state}
              onChange={(value) => setState(value as RevisionState)}
              data={REVISION_STATES.map((value) => ({
                value,
                label: `${STATE_WORDS[value].label}${total ? ` ${total[value]}` : ""}`,
              }))}
            />
            <Select
              aria-label="Drawn by"
              placeholder="Drawn by anybody"
              clearable
              w={200}
              value={authorId}
              onChange={setAuthor}
              data={progress.data?.people.map((p) => ({ value: p.id, label: p.name })) ?? []}
            />
            {canReview && project.fourEyes && state === "submitted" && (
              <Checkbox
                label="Hide what I alone drew"
                checked={others}
                onChange={(e) => setOthers(e.currentTarget.checked)}
              />
            )}
          </Group>
          {blocks(error, rows) ? (
            <ErrorState error={error} retry={refetch} />
          ) : rows?.length === 0 ? (
            <EmptyState
              icon={<IconChecks size={28} stroke={1.6} />}
              title={authorId || others ? "Nothing matches" : EMPTY[state].title}
            >
              {authorId || others ? "Clear the filters to see the rest." : EMPTY[state].text}
            </EmptyState>
          ) : (
            <ul className={classes.rows} aria-label="Revisions" aria-busy={!rows}>
              {rows
                ? rows.map((row) => (
                    <QueueRow
                      key={row.revisionId}
                      row={row}
                      of={progress.data?.parts.length ?? null}
                      href={href(row.revisionId)}
                    />
                  ))
                : Array.from({ length: 8 }, (_, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity.
                    <Skeleton key={i} component="li" height={76} radius="md" />
                  ))}
            </ul>
          )}
          <div ref={sentinel} />
        </div>
        <ProgressPanel progress={progress.data ?? null} error={progress.error} retry={progress.refetch} />
      </div>
    </Page>
  );
}

const EMPTY: Record<RevisionState, { title: string; text: string }> = {
  submitted: {
    title: "Nothing waits for review",
    text: "Revisions appear here as soon as somebody submits one in the editor.",
  },
  approved: {
    title: "Nothing is approved yet",
    text: "A revision is approved when a reviewer approves every part of it.",
  },
  changes_requested: {
    title: "Nothing is sent back",
    text: "Revisions with a part that a reviewer sent back stay here until the next one is submitted.",
  },
};

/** Enter begins with the oldest, as it closes and goes on inside a review. */
function useEnter(href: string | null): void {
  const router = useRouter();
  useEffect(() => {
    if (!href) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || event.defaultPrevented) return;
      if (
        (event.target as HTMLElement | null)?.closest(
          "a, button, input, textarea, [role=listbox], [role=dialog]",
        )
      )
        return;
      event.preventDefault();
      router.push(href);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [href, router]);
}
