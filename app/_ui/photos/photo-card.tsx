"use client";
import { IconPhoto } from "@tabler/icons-react";
import Link from "next/link";
import { memo } from "react";
import type { ImageCard } from "../api";
import { useProject } from "../project/project-context";
import surfaces from "../surfaces.module.css";
import { shortClassName } from "../words";
import { PhotoMenu } from "./photo-menu";
import classes from "./photos.module.css";
import { progressOf } from "./progress";
import { ReviewBadge } from "./review-badge";
import { StageBadge } from "./stage-badge";

/** One photograph of the grid: what it is explained as, where it stands, what can be done with it. */
export const PhotoCard = memo(function PhotoCard({ image }: { image: ImageCard }) {
  const { project } = useProject();
  const { id, name, stages, explained, top, revision } = image;
  const thumbKey = stages.ingest.state === "done" ? stages.ingest.key : null;
  const progress = progressOf(stages);
  return (
    <li className={classes.card}>
      <div className={classes.picture}>
        {thumbKey ? (
          // biome-ignore lint/performance/noImgElement: thumbnails are made by the pipeline, behind the session.
          <img src={`/api/images/${id}/thumb?v=${thumbKey}`} alt="" loading="lazy" decoding="async" />
        ) : (
          <IconPhoto size={28} stroke={1.2} aria-hidden="true" />
        )}
      </div>
      <div className={classes.text}>
        <div className={classes.class}>
          <span title={explained ? title(explained.name, top?.name) : undefined}>
            {explained ? shortClassName(explained.name) : "—"}
          </span>
          {explained && (
            <span className={classes.probability}>{(explained.probability * 100).toFixed(0)} %</span>
          )}
        </div>
        <div className={classes.name} title={name}>
          {stages.ingest.state === "done" ? (
            <Link href={`/projects/${project.id}/images/${id}`} className={surfaces.cover}>
              {name}
            </Link>
          ) : (
            name
          )}
        </div>
        <div className={classes.foot}>
          {progress.kind === "ready" ? (
            <ReviewBadge revision={revision} />
          ) : (
            <StageBadge progress={progress} />
          )}
        </div>
      </div>
      <PhotoMenu image={image} failed={progress.kind === "failed"} />
    </li>
  );
});

function title(explained: string, top: string | undefined): string {
  return top && top !== explained
    ? `Explained as ${explained}; the network's first choice is ${top}`
    : explained;
}
