"use client";
import { Center, Loader } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useCallback, useMemo } from "react";
import type { RouterOutputs } from "@/server/trpc/router";
import { blocks, errorText, useTRPC } from "../api";
import { STAGE_WORDS } from "../photos/progress";
import { storedChecks } from "../scoring/check-words";
import { socketUrl } from "../socket-url";
import { EmptyState, ErrorState } from "../states";
import { useProject } from "./project-context";
import { imageUrls } from "./urls";
import { useImageReview } from "./use-image-review";

const loading = () => (
  <Center h="100%">
    <Loader aria-label="Loading the editor" />
  </Center>
);
// Canvas and sockets exist in browsers only.
const Editor = dynamic(() => import("@/app/_editor/editor"), { ssr: false, loading });

type Image = RouterOutputs["images"]["get"];

export function EditorPage({ imageId }: { imageId: string }) {
  const { project } = useProject();
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.images.get.queryOptions({ projectId: project.id, imageId }, { placeholderData: keepPreviousData }),
  );
  const read = data?.id === imageId;
  if (blocks(error, read || undefined)) return <ErrorState error={error} retry={refetch} />;
  if (!data || !read) return loading();
  if (data.stages.ingest.state === "failed")
    return (
      <EmptyState icon={<IconAlertTriangle size={28} />} title={`${STAGE_WORDS.ingest.failed}`}>
        {data.stages.ingest.error ?? data.name}
      </EmptyState>
    );
  if (data.width === null || data.height === null) return loading();
  return <OpenEditor key={data.id} image={{ ...data, width: data.width, height: data.height }} />;
}

function OpenEditor({ image }: { image: Image & { width: number; height: number } }) {
  const { me, project } = useProject();
  const trpc = useTRPC();
  const router = useRouter();
  const { mutateAsync: freeze } = useMutation(trpc.revisions.freeze.mutationOptions());
  const urls = imageUrls(image.id, image.stages);
  const transform = project.classifier?.inputTransform;
  const { name, width, height } = image;
  const collab = useMemo(() => ({ url: socketUrl("/collab"), room: image.documentId }), [image.documentId]);
  const navigate = useCallback(
    (id: string) => router.push(`/projects/${project.id}/images/${id}`),
    [router, project.id],
  );
  const onSubmit = useCallback(
    () =>
      freeze({ projectId: project.id, imageId: image.id }).then(
        () => undefined,
        (error: unknown) => {
          throw new Error(errorText(error));
        },
      ),
    [freeze, project.id, image.id],
  );
  const [newest] = image.revisions;
  const review = useImageReview(image.id);
  return (
    <Editor
      projectId={project.id}
      image={{
        id: image.id,
        name,
        width,
        height,
        displayUrl: urls.display ?? "",
        thumbUrl: urls.thumb ?? "",
      }}
      parts={project.parts}
      role={project.role}
      user={me}
      silhouetteUrl={urls.silhouette}
      relevance={urls.relevance && transform ? { url: urls.relevance, transform } : null}
      backgroundInScores={project.backgroundInScores}
      prediction={image.prediction}
      collab={collab}
      explanation={image.relevance}
      lastRevision={
        newest
          ? {
              revisionId: newest.id,
              number: newest.number,
              sums: image.waiting ? null : newest.sums,
              waiting: image.waiting,
            }
          : null
      }
      approved={newest?.state === "approved"}
      review={review}
      {...(image.relevance && !image.waiting ? { checks: storedChecks(image.relevance, image.check) } : {})}
      onSubmit={onSubmit}
      neighbours={{
        ...(image.neighbours.previous ? { previous: image.neighbours.previous } : {}),
        ...(image.neighbours.next ? { next: image.neighbours.next } : {}),
      }}
      navigate={navigate}
    />
  );
}
