"use client";
import { ActionIcon, Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconChartDots3,
  IconDots,
  IconDownload,
  IconFileText,
  IconLink,
  IconPencil,
  IconTable,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { errorText, useTRPC } from "@/app/_ui/api";
import pageClasses from "@/app/_ui/page.module.css";
import { useProject } from "@/app/_ui/project/project-context";
import { exploreLink } from "./explore-link";
import type { Finding } from "./finding-page";
import { WordsDialog } from "./words-dialog";

/** What can be done with a finding: reopen, download, link; change and delete for its author and owners. */
export function FindingActions({ finding }: { finding: Finding }) {
  const { me, project, may } = useProject();
  const [editing, setEditing] = useState(false);
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { id: findingId, title, note, face } = finding;
  const projectId = project.id;
  const onSuccess = () => queryClient.invalidateQueries(trpc.findings.pathFilter());
  const update = useMutation(trpc.findings.update.mutationOptions({ onSuccess }));
  const remove = useMutation(
    trpc.findings.remove.mutationOptions({
      onSuccess: () => {
        router.push(`/projects/${projectId}/findings`);
        return queryClient.invalidateQueries(trpc.findings.list.queryFilter());
      },
      onError: (error) => notifications.show({ color: "red", message: errorText(error) }),
    }),
  );
  const mine = may("finding.create") && (finding.authorId === me.id || may("finding.manageAny"));
  const file = (name: string) => `/api/findings/${findingId}/${name}`;
  const copyLink = () =>
    navigator.clipboard
      .writeText(`${window.location.origin}/projects/${projectId}/findings/${findingId}`)
      .then(
        () => notifications.show({ message: "Link copied. It works for everybody in the project." }),
        () => notifications.show({ color: "red", message: "The browser did not allow copying." }),
      );
  return (
    <div className={pageClasses.actions}>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={16} />}>
            Download
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component="a"
            href={file("report.html")}
            download
            leftSection={<IconFileText size={16} />}
          >
            Report (one HTML file)
          </Menu.Item>
          <Menu.Item component="a" href={file("images.csv")} download leftSection={<IconTable size={16} />}>
            Table of images (CSV)
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button
        component={Link}
        href={exploreLink(projectId, findingId, face)}
        leftSection={<IconChartDots3 size={16} />}
      >
        Open in explore
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconLink size={16} />} onClick={copyLink}>
            Copy link
          </Menu.Item>
          {mine && (
            <>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setEditing(true)}>
                Title and note
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} />}
                onClick={() =>
                  window.confirm(`Delete “${title}” and its discussion for everybody?`) &&
                  remove.mutate({ projectId, findingId })
                }
              >
                Delete
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {editing && (
        <WordsDialog
          heading="Title and note"
          description="What was found stays as it was."
          start={{ title, note }}
          onSubmit={(words) =>
            update.mutateAsync({ projectId, findingId, ...words }).then(
              () => setEditing(false),
              (error: unknown) => {
                throw new Error(errorText(error));
              },
            )
          }
          onClose={() => setEditing(false)}
        />
      )}
    </div>
  );
}
