"use client";
import { Button, Center, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ComponentType, useMemo, useState } from "react";
import type { ExplorerProps, ExploreSelection } from "@/app/_explore/props";
import { blocks, useTRPC } from "@/app/_ui/api";
import { exploreRows } from "@/app/_ui/project/explore-rows";
import { useProject } from "@/app/_ui/project/project-context";
import { remaking } from "@/app/_ui/project/remaking";
import { ErrorState } from "@/app/_ui/states";
import { count, dateText } from "@/app/_ui/words";
import { inPresentTerms } from "@/core/analysis/comparison/finding-groups";
import type { RouterOutputs } from "@/server/trpc/router";
import classes from "./findings.module.css";
import { type When, WhenControl } from "./when-control";

type Pinned = RouterOutputs["findings"]["map"];
type Images = RouterOutputs["scores"]["project"];
type Shared = Pick<ExplorerProps, "loadLayout" | "onSaveLayout" | "openImage" | "user">;

interface Props extends Shared {
  findingId: string;
  Explorer: ComponentType<ExplorerProps>;
}

/** The explorer as a finding's author saw it, with the scores of that day; or the same view over the present ones. */
export function FindingExplorer({ findingId, Explorer, ...shared }: Props) {
  const { project } = useProject();
  const trpc = useTRPC();
  const [when, setWhen] = useState<When>("then");
  const pinned = useQuery(trpc.findings.map.queryOptions({ projectId: project.id, findingId }));
  const scores = useQuery(trpc.scores.project.queryOptions({ projectId: project.id }));
  const shown = useMemo(() => {
    if (!pinned.data || !scores.data) return null;
    return when === "then"
      ? asItWas(pinned.data, scores.data, project)
      : asItIs(pinned.data, scores.data, project);
  }, [pinned.data, scores.data, project, when]);
  const error = pinned.error ?? scores.error;
  if (blocks(error, pinned.data && scores.data))
    return <ErrorState error={error} retry={pinned.error ? pinned.refetch : scores.refetch} />;
  if (!pinned.data || !shown)
    return (
      <Center h="100%">
        <Loader aria-label="Loading the map" />
      </Center>
    );
  const { title, authorName, createdAt, images } = pinned.data;
  const missing = when === "then" ? images.length - shown.rows.length : 0;
  return (
    <div className={classes.reopened}>
      <div className={classes.banner} role="status">
        <span className={classes.bannerText}>
          <b>{title}</b>, {authorName}, {dateText(createdAt)}
          {missing > 0 && `; ${count(missing, "photograph")} of then ${missing === 1 ? "is" : "are"} gone`}
        </span>
        <WhenControl value={when} onChange={setWhen} />
        <Button
          component={Link}
          href={`/projects/${project.id}/findings/${findingId}`}
          size="compact-sm"
          variant="default"
        >
          Back to the finding
        </Button>
      </div>
      <Explorer
        key={when}
        project={project}
        layout={null}
        {...shown}
        {...shared}
        user={{ ...shared.user, canSelect: false }}
        onCreateSelection={refused}
        onUpdateSelection={refused}
        onDeleteSelection={refused}
      />
    </div>
  );
}

type Project = ReturnType<typeof useProject>["project"];
type Shown = Pick<
  ExplorerProps,
  "parts" | "groups" | "backgroundInScores" | "rows" | "remaking" | "explanation" | "selections"
>;

/** Parts, groups, scores and decisions of that day; photographs that came later are not on this map. */
function asItWas({ basis, groups, images, ...finding }: Pinned, present: Images, project: Project): Shown {
  const { parts, backgroundInScores } = basis;
  const classGroups = basis.classGroups as Project["groups"];
  const then = new Map(images.map((image) => [image.imageId, image]));
  const dated = present.flatMap((image) => {
    const was = then.get(image.id);
    return was
      ? [{ ...image, prediction: { kind: "predict" as const, top: [...was.top], explained: was.explained } }]
      : [];
  });
  const rows = exploreRows(dated, { ...project, parts, groups: classGroups, backgroundInScores }).map(
    (row) => {
      const was = then.get(row.imageId)!;
      return {
        ...row,
        sums: was.sums ? [...was.sums] : null,
        ...(row.checks ? { checks: { ...row.checks, drops: was.check?.drops ?? null } } : {}),
        revisionId: was.revisionId,
        stale: false,
        waiting: false,
      };
    },
  );
  const selections = groups.map((group) => ({
    ...asSelection(group, finding.createdAt),
    kind: "lasso" as const,
  }));
  const explanation = basis.explanations.length === 1 ? basis.explanations[0]! : null;
  return {
    parts,
    groups: classGroups,
    backgroundInScores,
    rows,
    remaking: null,
    explanation,
    selections,
  };
}

/** The same selections over what is there now; a rule's members follow. */
function asItIs(finding: Pinned, present: Images, project: Project): Shown {
  const { parts, groups, backgroundInScores } = project;
  const { groups: translated } = inPresentTerms(finding, finding.basis, {
    parts,
    classGroups: groups,
    backgroundInScores,
  });
  const selections = translated.map((group) => asSelection(group, finding.createdAt));
  return {
    parts,
    groups,
    backgroundInScores,
    rows: exploreRows(present, project),
    remaking: remaking(present),
    explanation: project.explanation,
    selections,
  };
}

function asSelection(group: Pinned["groups"][number], createdAt: Date): ExploreSelection {
  return { ...group, id: group.selectionId, authorId: "", createdAt, mine: false, editable: false };
}

const refused = () => Promise.reject(new Error("Go back to the map to make selections."));
