"use client";
import { Button, Group, SegmentedControl, Skeleton } from "@mantine/core";
import { IconFolder, IconPhotoPlus, IconUpload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { STATE_WORDS } from "@/app/_review/words";
import { REVISION_STATES, type RevisionState } from "@/core/domain/review";
import { blocks, useTRPC } from "../api";
import { Page } from "../page";
import { useProject } from "../project/project-context";
import { EmptyState, ErrorState } from "../states";
import { DropZone } from "./drop-zone";
import { PhotoCard } from "./photo-card";
import classes from "./photos.module.css";
import { PipelineSummary } from "./pipeline-summary";
import { useWhenVisible } from "./use-when-visible";

type ReviewFilter = "all" | "none" | RevisionState;

export function PhotosPage() {
  const { project, may } = useProject();
  const trpc = useTRPC();
  const openPicker = useRef<(what: "files" | "folder") => void>(null);
  const [review, setReview] = useState<ReviewFilter>("all");
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    trpc.images.list.infiniteQueryOptions(
      { projectId: project.id, limit: 200, ...(review === "all" ? {} : { review }) },
      { getNextPageParam: (last) => last.nextCursor },
    ),
  );
  const sentinel = useWhenVisible(() => hasNextPage && !isFetchingNextPage && void fetchNextPage());
  const images = data?.pages.flatMap((page) => page.images);
  const total = project.stages.filter((s) => s.stage === "ingest").reduce((sum, s) => sum + s.n, 0);
  const upload = may("photo.upload") && (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<IconFolder size={16} />}
        onClick={() => openPicker.current?.("folder")}
      >
        Upload a folder
      </Button>
      <Button leftSection={<IconUpload size={16} />} onClick={() => openPicker.current?.("files")}>
        Upload photographs
      </Button>
    </Group>
  );
  return (
    <DropZone enabled={may("photo.upload")} openPicker={openPicker}>
      <Page
        title="Photos"
        lead={<PipelineSummary stages={project.stages} total={total} failed={project.failed} />}
        actions={images?.length ? upload : undefined}
      >
        {total > 0 && (
          <SegmentedControl
            mb="md"
            aria-label="Review state"
            value={review}
            onChange={(value) => setReview(value as ReviewFilter)}
            data={[
              { value: "all", label: "All" },
              { value: "none", label: "Not annotated" },
              ...REVISION_STATES.map((value) => ({ value, label: STATE_WORDS[value].label })),
            ]}
          />
        )}
        {blocks(error, images) ? (
          <ErrorState error={error} retry={refetch} />
        ) : images?.length === 0 && review !== "all" ? (
          <EmptyState
            icon={<IconPhotoPlus size={28} stroke={1.6} />}
            title="No photograph is in this state"
            action={
              <Button variant="default" onClick={() => setReview("all")}>
                Show all
              </Button>
            }
          >
            Choose another state, or look at all of them.
          </EmptyState>
        ) : images?.length === 0 ? (
          <EmptyState
            icon={<IconPhotoPlus size={28} stroke={1.6} />}
            title="No photographs yet"
            action={upload}
          >
            {may("photo.upload")
              ? "Drop photographs or whole folders anywhere on this page: JPEG, PNG or WebP, hundreds at a time. Each is classified, segmented and explained by itself."
              : "Nobody has uploaded any. Annotators and owners can."}
          </EmptyState>
        ) : (
          <ul className={classes.grid} aria-label="Photographs">
            {images
              ? images.map((image) => <PhotoCard key={image.id} image={image} />)
              : Array.from({ length: 12 }, (_, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity.
                  <Skeleton key={i} height={316} radius="lg" component="li" />
                ))}
          </ul>
        )}
        <div ref={sentinel} />
      </Page>
    </DropZone>
  );
}
