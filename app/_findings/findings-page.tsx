"use client";
import { Button, SimpleGrid, Skeleton } from "@mantine/core";
import { IconReportSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { blocks, useTRPC } from "@/app/_ui/api";
import { Page } from "@/app/_ui/page";
import { useProject } from "@/app/_ui/project/project-context";
import { EmptyState, ErrorState } from "@/app/_ui/states";
import { FindingCard } from "./finding-card";

/** What the team has found out, the newest first. */
export function FindingsPage() {
  const { project, may } = useProject();
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.findings.list.queryOptions({ projectId: project.id }));
  return (
    <Page
      title="Findings"
      lead="Comparisons somebody kept, with all they rest on. Each reopens as it was and says when it is out of date."
    >
      {blocks(error, data) ? (
        <ErrorState error={error} retry={refetch} />
      ) : data?.length === 0 ? (
        <EmptyState
          icon={<IconReportSearch size={28} stroke={1.6} />}
          title="No finding yet"
          action={
            <Button component={Link} href={`/projects/${project.id}/explore`}>
              To the map
            </Button>
          }
        >
          {may("finding.create")
            ? "Choose one or two selections on the map, look at their statistics, and save what you see as a finding. Everybody in the project can open, discuss and download it."
            : "When somebody saves a comparison of selections, it appears here."}
        </EmptyState>
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3, xl: 4 }} spacing="lg">
          {data
            ? data.map((finding) => <FindingCard key={finding.id} finding={finding} projectId={project.id} />)
            : [0, 1, 2].map((i) => <Skeleton key={i} height={300} radius="lg" />)}
        </SimpleGrid>
      )}
    </Page>
  );
}
