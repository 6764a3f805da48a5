"use client";
import { Button, Skeleton } from "@mantine/core";
import { IconPlus, IconTopologyStar3 } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { blocks, useTRPC } from "../api";
import { Page } from "../page";
import { EmptyState, ErrorState } from "../states";
import { AddModel } from "./add-model";
import { DropNetworks } from "./drop-networks";
import { KnownNetworks } from "./known-networks";
import { ModelCard } from "./model-card";
import classes from "./models.module.css";

/** The networks of the installation, and the ways to add one. */
export function ModelsPage() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(trpc.models.list.queryOptions());
  const { data: known } = useQuery(trpc.models.known.queryOptions());
  /** Files the dialog begins with; null: it is closed. */
  const [adding, setAdding] = useState<readonly File[] | null>(null);
  const refresh = () => void queryClient.invalidateQueries(trpc.models.pathFilter());
  useSubscription(trpc.live.onModels.subscriptionOptions(undefined, { onStarted: refresh, onData: refresh }));
  const add = known?.mayAdd && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding([])}>
      Add a network
    </Button>
  );
  return (
    <DropNetworks enabled={known?.mayAdd ?? false} onDrop={setAdding}>
      <Page
        title="Models"
        lead="Networks that every project of this installation can choose: classifiers to be explained, segmenters to find the silhouette."
        actions={data?.length ? add : undefined}
        narrow
      >
        {blocks(error, data) ? (
          <ErrorState error={error} retry={refetch} />
        ) : data?.length === 0 ? (
          <EmptyState
            icon={<IconTopologyStar3 size={28} stroke={1.6} />}
            title="No networks yet"
            action={add || undefined}
          >
            Fetch a known one below, or upload an .onnx file with its class names. You are told at once
            whether it can be explained.
          </EmptyState>
        ) : (
          <ul className={classes.list}>
            {data
              ? data.map((model) => (
                  <ModelCard key={model.id} model={model} mayCheck={known?.mayAdd ?? false} />
                ))
              : [0, 1].map((i) => <Skeleton key={i} height={112} radius="lg" component="li" />)}
          </ul>
        )}
        <KnownNetworks />
        <AddModel opened={adding !== null} close={() => setAdding(null)} dropped={adding ?? []} />
      </Page>
    </DropNetworks>
  );
}
