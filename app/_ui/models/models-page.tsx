"use client";
import { Button, Skeleton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconTopologyStar3 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../api";
import { Page } from "../page";
import { EmptyState, ErrorState } from "../states";
import { AddModel } from "./add-model";
import { ModelCard } from "./model-card";
import classes from "./models.module.css";

/** The networks of the installation, and the way to add one. */
export function ModelsPage() {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.models.list.queryOptions());
  const [adding, dialog] = useDisclosure(false);
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
      Add a network
    </Button>
  );
  return (
    <Page
      title="Models"
      lead="Networks that every project of this installation can choose: classifiers to be explained, segmenters to find the silhouette."
      actions={data?.length ? add : undefined}
      narrow
    >
      {error ? (
        <ErrorState error={error} retry={refetch} />
      ) : data?.length === 0 ? (
        <EmptyState icon={<IconTopologyStar3 size={28} stroke={1.6} />} title="No networks yet" action={add}>
          Upload an .onnx file with its class names. You are told at once whether it can be explained.
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {data
            ? data.map((model) => <ModelCard key={model.id} model={model} />)
            : [0, 1].map((i) => <Skeleton key={i} height={112} radius="lg" component="li" />)}
        </ul>
      )}
      <AddModel opened={adding} close={dialog.close} />
    </Page>
  );
}
