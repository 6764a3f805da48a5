"use client";
import { Button, CopyButton, Select, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconCopy, IconLink } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ROLES, type Role } from "@/core/domain/roles";
import { errorText, useTRPC } from "../api";
import { Section } from "../page";
import { useProject } from "../project/project-context";
import { dateText } from "../words";
import classes from "./people.module.css";
import { ROLE_WORDS } from "./roles";

/** Links by which people join, each with a role. A link is shown once, when it is made. */
export function Invitations() {
  const { project } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [role, setRole] = useState<Role>("annotator");
  const onError = (error: unknown) => notifications.show({ color: "red", message: errorText(error) });
  const onSettled = () => queryClient.invalidateQueries(trpc.invitations.list.queryFilter());
  const { data } = useQuery(trpc.invitations.list.queryOptions({ projectId: project.id }));
  const create = useMutation(trpc.invitations.create.mutationOptions({ onError, onSettled }));
  const revoke = useMutation(trpc.invitations.revoke.mutationOptions({ onError, onSettled }));
  return (
    <Section
      title="Invite by link"
      lead="Whoever opens the link joins with the role you chose. It works for 14 days, or until you revoke it."
    >
      <div className={classes.form}>
        <Select
          label="Role"
          data={[...ROLES]}
          value={role}
          allowDeselect={false}
          onChange={(value) => value && setRole(value as Role)}
          description={`With it ${ROLE_WORDS[role].may}.`}
          inputWrapperOrder={["label", "input", "description"]}
          w={360}
        />
        <Button
          leftSection={<IconLink size={16} />}
          loading={create.isPending}
          onClick={() => create.mutate({ projectId: project.id, role })}
          mt={24}
        >
          Make a link
        </Button>
      </div>
      {create.data && <NewLink secret={create.data.secret} />}
      {data && data.length > 0 && (
        <ul className={classes.open} aria-label="Open invitations">
          {data.map(({ id, role: given, createdByName, expiresAt }) => (
            <li key={id}>
              <span>
                <b>{given}</b>, by {createdByName}, until {dateText(expiresAt)}
              </span>
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                onClick={() => revoke.mutate({ projectId: project.id, invitationId: id })}
              >
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function NewLink({ secret }: { secret: string }) {
  const url = `${window.location.origin}/invite/${secret}`;
  return (
    <>
      <div className={classes.link}>
        <code data-testid="invitation-link">{url}</code>
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button
              size="compact-sm"
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            >
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </div>
      <Text size="xs" c="dimmed" mt={8}>
        Copy it now: it is not stored and cannot be shown again.
      </Text>
    </>
  );
}
