"use client";
import { Text } from "@mantine/core";
import { IconMessage } from "@tabler/icons-react";
import Link from "next/link";
import { useChartTheme } from "@/app/_explore/use-chart-theme";
import surfaces from "@/app/_ui/surfaces.module.css";
import { count, dateText } from "@/app/_ui/words";
import { glanceFigure } from "@/core/analysis/comparison/comparison-figure";
import { includedParts, partsInOrder } from "@/core/analysis/parts/included";
import type { RouterOutputs } from "@/server/trpc/router";
import classes from "./findings.module.css";
import { GroupNames } from "./group-names";
import { Picture } from "./picture";
import { StaleBadge } from "./stale-badge";

type Card = RouterOutputs["findings"]["list"][number];

export function FindingCard({ finding, projectId }: { finding: Card; projectId: string }) {
  const { id, title, authorName, createdAt, headline, groups, stale, comments } = finding;
  const theme = useChartTheme();
  const include = includedParts(finding.parts, finding.backgroundInScores);
  const parts = partsInOrder(finding.parts).filter((p) => include[p.position]);
  const figure = glanceFigure(
    parts,
    groups.map(({ name, colour, parts: all }) => ({
      name,
      colour,
      parts: parts.map((p) => all[p.position]!),
    })),
    theme,
  );
  return (
    <article className={classes.card} data-finding={id}>
      <div className={classes.cardTitle}>
        <h2>
          <Link href={`/projects/${projectId}/findings/${id}`} className={surfaces.cover}>
            {title}
          </Link>
        </h2>
        <StaleBadge reasons={stale} />
      </div>
      <GroupNames groups={groups} />
      <Picture figure={figure} className={classes.glance} />
      <Text size="sm" className={classes.cardText}>
        {headline}
      </Text>
      <Text size="xs" className={classes.cardFoot}>
        <span>
          {authorName}, {dateText(createdAt)}
        </span>
        {comments > 0 && (
          <span title={count(comments, "comment")}>
            <IconMessage size={14} stroke={1.6} aria-hidden="true" /> {comments}
          </span>
        )}
      </Text>
    </article>
  );
}
