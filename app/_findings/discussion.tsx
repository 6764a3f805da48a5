"use client";
import { ActionIcon, Button, Group, Text, Textarea, Title, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorText, useTRPC } from "@/app/_ui/api";
import { PersonAvatar } from "@/app/_ui/people/person-avatar";
import { useProject } from "@/app/_ui/project/project-context";
import type { Finding } from "./finding-page";
import classes from "./findings.module.css";

const WHEN = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** What people say about a finding; everybody sees it as it is said, each takes back their own. */
export function Discussion({ finding: { id: findingId, comments } }: { finding: Finding }) {
  const { me, project, may } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  const options = {
    onError: (error: unknown) => notifications.show({ color: "red", message: errorText(error) }),
    onSettled: () => queryClient.invalidateQueries(trpc.findings.pathFilter()),
  };
  const comment = useMutation(
    trpc.findings.comment.mutationOptions({ ...options, onSuccess: () => setText("") }),
  );
  const uncomment = useMutation(trpc.findings.uncomment.mutationOptions(options));
  const send = (event: FormEvent) => {
    event.preventDefault();
    comment.mutate({ projectId: project.id, findingId, text });
  };
  return (
    <section className={classes.panel} aria-label="Discussion">
      <Title order={2}>Discussion</Title>
      {comments.length === 0 && (
        <Text size="sm" c="dimmed">
          Nobody has said anything yet.
        </Text>
      )}
      <ol className={classes.comments}>
        {comments.map((c) => (
          <li key={c.id}>
            <PersonAvatar name={c.authorName} colour={c.authorColour} size={28} />
            <div className={classes.comment}>
              <Text size="sm" fw={600}>
                {c.authorName} <span className={classes.quiet}>{WHEN.format(c.createdAt)}</span>
              </Text>
              <p className={classes.note}>{c.text}</p>
            </div>
            {c.authorId === me.id && (
              <Tooltip label="Take back">
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label="Take back your comment"
                  loading={uncomment.isPending && uncomment.variables?.commentId === c.id}
                  onClick={() =>
                    window.confirm("Take back this comment? It disappears for everybody.") &&
                    uncomment.mutate({ projectId: project.id, findingId, commentId: c.id })
                  }
                >
                  <IconTrash size={15} stroke={1.6} />
                </ActionIcon>
              </Tooltip>
            )}
          </li>
        ))}
      </ol>
      {may("finding.discuss") && (
        <form onSubmit={send}>
          <Textarea
            aria-label="Your comment"
            placeholder="What do you make of it?"
            autosize
            minRows={2}
            maxRows={10}
            maxLength={4000}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
          />
          <Group justify="flex-end" mt="xs">
            <Button type="submit" size="xs" loading={comment.isPending} disabled={text.trim() === ""}>
              Comment
            </Button>
          </Group>
        </form>
      )}
    </section>
  );
}
