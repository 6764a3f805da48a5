"use client";
import { ActionIcon, Select, Table, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconUserMinus } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ROLES, type Role } from "@/core/domain/roles";
import type { RouterOutputs } from "@/server/trpc/router";
import { errorText, useTRPC } from "../api";
import { useProject } from "../project/project-context";
import { dateText } from "../words";
import classes from "./people.module.css";
import { PersonAvatar } from "./person-avatar";

type Member = RouterOutputs["members"]["list"][number];

export function MemberTable({ members }: { members: readonly Member[] }) {
  const { may } = useProject();
  return (
    <Table.ScrollContainer minWidth={560} className={classes.frame}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Person</Table.Th>
            <Table.Th>Since</Table.Th>
            <Table.Th w={180}>Role</Table.Th>
            {may("member.manage") && (
              <Table.Th w={56}>
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {members.map((member) => (
            <Row key={member.userId} member={member} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ member }: { member: Member }) {
  const { me, project, may } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = {
    onError: (error: unknown) => notifications.show({ color: "red", message: errorText(error) }),
    onSettled: () => queryClient.invalidateQueries(trpc.members.list.queryFilter()),
  };
  const setRole = useMutation(trpc.members.setRole.mutationOptions(options));
  const remove = useMutation(trpc.members.remove.mutationOptions(options));
  const { userId, name, email, colour, role, joinedAt } = member;
  const target = { projectId: project.id, userId };
  return (
    <Table.Tr>
      <Table.Td>
        <div className={classes.person}>
          <PersonAvatar name={name} colour={colour} size={32} />
          <div>
            <Text size="sm" fw={550}>
              {name}
              {userId === me.id && <span className={classes.you}> (you)</span>}
            </Text>
            <Text size="xs" c="dimmed">
              {email}
            </Text>
          </div>
        </div>
      </Table.Td>
      <Table.Td>
        <Text size="sm" c="dimmed">
          {dateText(joinedAt)}
        </Text>
      </Table.Td>
      <Table.Td>
        {may("member.manage") ? (
          <Select
            aria-label={`Role of ${name}`}
            data={[...ROLES]}
            value={role}
            allowDeselect={false}
            disabled={setRole.isPending}
            onChange={(value) => value && setRole.mutate({ ...target, role: value as Role })}
          />
        ) : (
          role
        )}
      </Table.Td>
      {may("member.manage") && (
        <Table.Td>
          <Tooltip label="Take out of the project">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove ${name}`}
              loading={remove.isPending}
              onClick={() =>
                window.confirm(`Take ${name} out of the project? What ${name} drew stays.`) &&
                remove.mutate(target)
              }
            >
              <IconUserMinus size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        </Table.Td>
      )}
    </Table.Tr>
  );
}
