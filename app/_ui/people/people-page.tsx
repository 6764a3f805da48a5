"use client";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { blocks, useTRPC } from "../api";
import { Page } from "../page";
import { useProject } from "../project/project-context";
import { ErrorState } from "../states";
import { count } from "../words";
import { Invitations } from "./invitations";
import { MemberTable } from "./member-table";

export function PeoplePage() {
  const { project, may } = useProject();
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.members.list.queryOptions({ projectId: project.id }));
  return (
    <Page title="People" lead={data && `${count(data.length, "person", "people")} in this project`} narrow>
      {blocks(error, data) ? (
        <ErrorState error={error} retry={refetch} />
      ) : data ? (
        <MemberTable members={data} />
      ) : (
        <Skeleton height={200} radius="lg" />
      )}
      {may("member.manage") && <Invitations />}
    </Page>
  );
}
