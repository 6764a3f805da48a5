"use client";
import { Affix, Badge, Group, Loader, Paper, Text } from "@mantine/core";
import {
  IconChartDots3,
  IconChecklist,
  IconPhoto,
  IconReportSearch,
  IconSettings,
  IconUsers,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { type Me, type Project, useTRPC } from "../api";
import { UploadTray } from "../photos/upload-tray";
import { UploadsProvider } from "../photos/uploads";
import { Shell } from "../shell/shell";
import classes from "../shell/shell.module.css";
import { ProjectContext, useProject } from "./project-context";
import { useLiveProject } from "./use-live-project";

const TABS = [
  { segment: "photos", label: "Photos", icon: IconPhoto },
  { segment: "review", label: "Review", icon: IconChecklist },
  { segment: "explore", label: "Explore", icon: IconChartDots3 },
  { segment: "findings", label: "Findings", icon: IconReportSearch },
  { segment: "people", label: "People", icon: IconUsers },
  { segment: "settings", label: "Settings", icon: IconSettings },
] as const;

/** Pages that take the window as it is and scroll by themselves. */
const fills = (segment: string, rest: readonly string[]) =>
  segment === "explore" || segment === "images" || (segment === "review" && rest.length > 0);

/** What all pages of a project share: tabs, live updates, and uploads that go on while one looks around. */
export function ProjectFrame({ me, project, children }: { me: Me; project: Project; children: ReactNode }) {
  const [segment = "photos", ...rest] = usePathname().split("/").slice(3);
  return (
    <ProjectContext value={{ me, initial: project }}>
      <Live projectId={project.id} userId={me.id} />
      <UploadsProvider projectId={project.id}>
        <Shell me={me} fill={fills(segment, rest)} tabs={<Tabs current={segment} />}>
          {children}
        </Shell>
        <UploadTray />
      </UploadsProvider>
    </ProjectContext>
  );
}

function Live({ projectId, userId }: { projectId: string; userId: string }) {
  if (useLiveProject(projectId, userId)) return null;
  return (
    <Affix position={{ bottom: 16, left: 16 }}>
      <Paper role="status" withBorder shadow="md" radius="md" px="md" py={8} maw={420}>
        <Group gap={10} wrap="nowrap">
          <Loader size={16} aria-hidden="true" />
          <Text size="sm">
            The server cannot be reached; what you see may be out of date. Trying again by itself.
          </Text>
        </Group>
      </Paper>
    </Affix>
  );
}

/** How many revisions wait, for those who can do something about it. */
function Waiting() {
  const { project, may } = useProject();
  const trpc = useTRPC();
  const enabled = may("revision.review");
  const { data } = useQuery(trpc.reviews.progress.queryOptions({ projectId: project.id }, { enabled }));
  const waiting = enabled ? (data?.total.submitted ?? 0) : 0;
  return waiting > 0 ? (
    <Badge size="sm" variant="light" color="gray" tt="none" aria-label={`${waiting} waiting`}>
      {waiting}
    </Badge>
  ) : null;
}

function Tabs({ current }: { current: string }) {
  const { project } = useProject();
  // An image belongs to the photographs.
  const active = current === "images" ? "photos" : current;
  return (
    <div className={classes.project}>
      <span className={classes.projectName} title={project.name}>
        {project.name}
      </span>
      <nav aria-label="Project" className={classes.tabs}>
        {TABS.map(({ segment, label, icon: Icon }) => (
          <Link
            key={segment}
            href={`/projects/${project.id}/${segment}`}
            className={classes.tab}
            aria-current={segment === active ? "page" : undefined}
          >
            <Icon size={16} stroke={1.6} aria-hidden="true" />
            {label}
            {segment === "review" && <Waiting />}
          </Link>
        ))}
      </nav>
    </div>
  );
}
