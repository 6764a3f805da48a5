"use client";
import { Alert, Anchor, Skeleton, Text, Title } from "@mantine/core";
import { IconClockExclamation } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { blocks, useTRPC } from "@/app/_ui/api";
import pageClasses from "@/app/_ui/page.module.css";
import { useProject } from "@/app/_ui/project/project-context";
import { ErrorState } from "@/app/_ui/states";
import { count, dateText } from "@/app/_ui/words";
import { findingHeadline, staleWords } from "@/core/analysis/comparison/finding-words";
import type { RouterOutputs } from "@/server/trpc/router";
import { Discussion } from "./discussion";
import { FaceView } from "./face-view";
import { FindingActions } from "./finding-actions";
import classes from "./findings.module.css";
import { GroupNames } from "./group-names";
import { Provenance } from "./provenance";
import { type When, WhenControl } from "./when-control";

export type Finding = RouterOutputs["findings"]["get"];
export type Face = Finding["face"];

/** One finding: what it says, what it rests on, what is said about it. */
export function FindingPage({ findingId }: { findingId: string }) {
  const { project } = useProject();
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.findings.get.queryOptions({ projectId: project.id, findingId }),
  );
  if (blocks(error, data)) return <ErrorState error={error} retry={refetch} />;
  if (!data)
    return (
      <main className={pageClasses.page} aria-busy="true">
        <Skeleton height={32} width={420} mb="lg" />
        <Skeleton height={420} radius="lg" />
      </main>
    );
  return <OpenFinding finding={data} />;
}

function OpenFinding({ finding }: { finding: Finding }) {
  const { project } = useProject();
  const trpc = useTRPC();
  const [when, setWhen] = useState<When>("then");
  const now = useQuery(
    trpc.findings.now.queryOptions(
      { projectId: project.id, findingId: finding.id },
      { enabled: when === "now", placeholderData: (previous) => previous },
    ),
  );
  const face = when === "now" ? now.data : finding.face;
  const shown = face ?? finding.face;
  return (
    <main className={pageClasses.page}>
      <Anchor component={Link} href={`/projects/${project.id}/findings`} size="sm">
        Findings
      </Anchor>
      <div className={pageClasses.head} style={{ marginTop: 4 }}>
        <div>
          <Title order={1}>{finding.title}</Title>
          <div className={pageClasses.lead}>
            {finding.authorName}, {dateText(finding.createdAt)}
          </div>
        </div>
        <FindingActions finding={finding} />
      </div>
      <div className={classes.columns}>
        <div className={classes.main}>
          {finding.stale.length > 0 && <Changes finding={finding} />}
          <div className={classes.bar}>
            <GroupNames
              groups={shown.groups.map(({ name, colour }, g) => ({
                name,
                colour,
                images: shown.statistics.groups[g]!.images,
              }))}
            />
            <WhenControl value={when} onChange={setWhen} />
          </div>
          {when === "now" && blocks(now.error, now.data) ? (
            <ErrorState error={now.error} retry={now.refetch} />
          ) : face ? (
            <>
              <p className={classes.headline}>
                {findingHeadline(face.statistics, face.groups, face.basis.parts)}
              </p>
              {face.waiting > 0 && (
                <Alert
                  classNames={{
                    root: classes.changes,
                    title: classes.changesTitle,
                    icon: classes.changesTitle,
                  }}
                  icon={<IconClockExclamation size={18} />}
                  title="Scores are being made anew"
                >
                  <Text size="sm">
                    {count(face.waiting, "photograph")} of this project still{" "}
                    {face.waiting === 1 ? "has" : "have"} scores of before and{" "}
                    {face.waiting === 1 ? "is" : "are"} left out here. The numbers follow by themselves.
                  </Text>
                </Alert>
              )}
              {finding.note && <p className={classes.note}>{finding.note}</p>}
              <FaceView face={face} />
            </>
          ) : (
            <Skeleton height={420} radius="lg" aria-label="Computing with the present data" />
          )}
        </div>
        <aside className={classes.aside}>
          <Discussion finding={finding} />
          {face && (
            <Provenance
              face={face}
              findingId={finding.id}
              madeOn={dateText(when === "now" ? new Date() : finding.createdAt)}
            />
          )}
        </aside>
      </div>
    </main>
  );
}

/** What has changed since, with ways to the images. */
function Changes({ finding }: { finding: Finding }) {
  const { project } = useProject();
  const images = finding.stale.flatMap((r) => ("imageId" in r && r.kind !== "removed" ? [r] : []));
  return (
    <Alert
      classNames={{ root: classes.changes, title: classes.changesTitle, icon: classes.changesTitle }}
      icon={<IconClockExclamation size={18} />}
      title="Something it rests on has changed"
    >
      <Text size="sm">{staleWords(finding.stale, 4).join(" ")}</Text>
      {images.length > 0 && (
        <Text size="sm" mt={4}>
          {images.slice(0, 4).map((r, i) => (
            <span key={r.imageId}>
              {i > 0 && " · "}
              <Anchor component={Link} href={`/projects/${project.id}/images/${r.imageId}`} size="sm">
                Open {r.name}
              </Anchor>
            </span>
          ))}
        </Text>
      )}
    </Alert>
  );
}
