"use client";
import { Button, Center, Loader } from "@mantine/core";
import { IconChartDots3 } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useCallback, useMemo } from "react";
import type { ExplorerProps, ExploreSelection, NewSelection, SharedLayout } from "@/app/_explore/props";
import { FindingExplorer } from "@/app/_findings/finding-explorer";
import type { SelectionRule } from "@/core/analysis/selection/rule";
import { blocks, errorText, useTRPC } from "../api";
import { EmptyState, ErrorState } from "../states";
import { exploreRows } from "./explore-rows";
import { useProject } from "./project-context";
import { remaking } from "./remaking";

const loading = () => (
  <Center h="100%">
    <Loader aria-label="Loading the map" />
  </Center>
);
// Plotly and the layout's worker exist in browsers only.
const Explorer = dynamic(() => import("@/app/_explore/explorer"), { ssr: false, loading });

/** The project's map; with `findingId`, that finding's, as it was. */
export function ExplorePage({ findingId }: { findingId: string | null }) {
  const { me, project, may } = useProject();
  const router = useRouter();
  const layouts = useLayouts();
  const openImage = useCallback(
    (id: string) => router.push(`/projects/${project.id}/images/${id}`),
    [router, project.id],
  );
  const shared = {
    loadLayout: layouts.load,
    onSaveLayout: layouts.save,
    openImage,
    user: { id: me.id, name: me.name, canSelect: may("selection.create") },
  };
  return findingId === null ? (
    <PresentExplorer {...shared} />
  ) : (
    <FindingExplorer findingId={findingId} Explorer={Explorer} {...shared} />
  );
}

type Common = Pick<ExplorerProps, "loadLayout" | "onSaveLayout" | "openImage" | "user">;

function PresentExplorer(common: Common) {
  const { project } = useProject();
  const trpc = useTRPC();
  const router = useRouter();
  const saveFinding = useSaveFinding();
  const scores = useQuery(trpc.scores.project.queryOptions({ projectId: project.id }));
  const shared = useSelections();
  const rows = useMemo(() => scores.data && exploreRows(scores.data, project), [scores.data, project]);
  const remade = useMemo(() => (scores.data ? remaking(scores.data) : null), [scores.data]);
  const error = scores.error ?? shared.error;
  if (blocks(error, scores.data && shared.selections))
    return <ErrorState error={error} retry={scores.refetch} />;
  if (!rows || !shared.selections) return loading();
  if (rows.length === 0 && remade)
    return (
      <EmptyState
        page
        icon={<IconChartDots3 size={28} stroke={1.6} />}
        title={`${remade.what}: ${remade.done} of ${remade.of}`}
      >
        The network, its method or the classes of this project were changed. Each photograph appears here
        again as soon as it is through.
      </EmptyState>
    );
  if (rows.length === 0)
    return (
      <EmptyState
        page
        icon={<IconChartDots3 size={28} stroke={1.6} />}
        title="Nothing to explore yet"
        action={
          <Button component={Link} href={`/projects/${project.id}/photos`}>
            To the photographs
          </Button>
        }
      >
        The map shows photographs by what decided them. Upload some, mark their parts, and submit: each
        appears here as soon as it is scored.
      </EmptyState>
    );
  return (
    <Explorer
      project={project}
      parts={project.parts}
      groups={project.groups}
      backgroundInScores={project.backgroundInScores}
      rows={rows}
      remaking={remade}
      explanation={project.explanation}
      selections={shared.selections}
      layout={null}
      {...common}
      onCreateSelection={shared.create}
      onUpdateSelection={shared.update}
      onDeleteSelection={shared.remove}
      onSaveFinding={saveFinding}
      openFinding={(id) => router.push(`/projects/${project.id}/findings/${id}`)}
    />
  );
}

function useSelections() {
  const { me, project, may } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data, error } = useQuery(trpc.selections.list.queryOptions({ projectId: project.id }));
  const onSuccess = () => queryClient.invalidateQueries(trpc.selections.list.queryFilter());
  const create = useMutation(trpc.selections.create.mutationOptions({ onSuccess }));
  const update = useMutation(trpc.selections.update.mutationOptions({ onSuccess }));
  const remove = useMutation(trpc.selections.remove.mutationOptions({ onSuccess }));
  const projectId = project.id;
  const manageAny = may("selection.manageAny");
  const selections = useMemo(
    () =>
      data?.map(
        (s): ExploreSelection => ({
          ...s,
          rule: s.rule as SelectionRule | null,
          mine: s.authorId === me.id,
          editable: s.authorId === me.id || manageAny,
        }),
      ),
    [data, me.id, manageAny],
  );
  return {
    error,
    selections,
    create: ({ kind, rule, members, polygon, layoutKey, ...looks }: NewSelection) =>
      create.mutateAsync({
        projectId,
        ...looks,
        made:
          kind === "rule" && rule
            ? { kind, rule: { ...rule } }
            : { kind: "lasso", members, polygon: polygon ?? null, layoutKey: layoutKey ?? null },
      }),
    update: (selectionId: string, change: { name?: string; colour?: string; note?: string }) =>
      update.mutateAsync({ projectId, selectionId, ...change }),
    remove: (selectionId: string) => remove.mutateAsync({ projectId, selectionId }),
  };
}

/** Undefined for people who may only look. */
function useSaveFinding(): ExplorerProps["onSaveFinding"] {
  const { project, may } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries(trpc.findings.list.queryFilter());
  const { mutateAsync } = useMutation(trpc.findings.create.mutationOptions({ onSuccess }));
  if (!may("finding.create")) return undefined;
  return (draft) =>
    mutateAsync({ projectId: project.id, ...draft }).catch((error: unknown) => {
      throw new Error(errorText(error));
    });
}

function useLayouts() {
  const { project, may } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { mutateAsync } = useMutation(trpc.layouts.save.mutationOptions());
  const projectId = project.id;
  const maySave = may("selection.create");
  const load = useCallback(
    (key: string): Promise<SharedLayout | null> =>
      queryClient.fetchQuery(trpc.layouts.get.queryOptions({ projectId, key }, { staleTime: 0 })),
    [queryClient, trpc, projectId],
  );
  const save = useCallback(
    async ({ key, positions }: SharedLayout) => {
      if (!maySave) return undefined;
      return (await mutateAsync({ projectId, key, parameters: {}, positions })).first;
    },
    [mutateAsync, projectId, maySave],
  );
  return { load, save };
}
