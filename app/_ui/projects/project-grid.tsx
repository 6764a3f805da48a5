"use client";
import { Button, SimpleGrid, Skeleton } from "@mantine/core";
import { IconPhotoScan, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { blocks, useTRPC } from "../api";
import { Page } from "../page";
import { EmptyState, ErrorState } from "../states";
import { ProjectCard } from "./project-card";

const newProject = (
  <Button component={Link} href="/projects/new" leftSection={<IconPlus size={16} />}>
    New project
  </Button>
);

export function ProjectGrid() {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.projects.list.queryOptions());
  return (
    <Page title="Projects" actions={data?.length ? newProject : undefined}>
      {blocks(error, data) ? (
        <ErrorState error={error} retry={refetch} />
      ) : data?.length === 0 ? (
        <EmptyState
          icon={<IconPhotoScan size={28} stroke={1.6} />}
          title="No project yet"
          action={newProject}
        >
          A project is a set of photographs, the parts you mark on them, and the network whose decisions you
          want to understand. Colleagues join by an invitation link.
        </EmptyState>
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3, xl: 4 }} spacing="lg">
          {data
            ? data.map((project) => <ProjectCard key={project.id} project={project} />)
            : [0, 1, 2].map((i) => <Skeleton key={i} height={268} radius="lg" />)}
        </SimpleGrid>
      )}
    </Page>
  );
}
