import { Badge, Text } from "@mantine/core";
import { IconPhoto } from "@tabler/icons-react";
import Link from "next/link";
import type { RouterOutputs } from "@/server/trpc/router";
import surfaces from "../surfaces.module.css";
import { count } from "../words";
import classes from "./project-card.module.css";

type Card = RouterOutputs["projects"]["list"][number];

export function ProjectCard({ project }: { project: Card }) {
  const { imageCount, explained, annotated, failed, people } = project;
  return (
    <article className={classes.card}>
      <div className={classes.covers} data-empty={project.covers.length === 0 || undefined}>
        {project.covers.length === 0 && <IconPhoto size={32} stroke={1.2} aria-hidden="true" />}
        {project.covers.map(({ imageId, key }) => (
          // biome-ignore lint/performance/noImgElement: thumbnails are made by the pipeline, behind the session.
          <img key={imageId} src={`/api/images/${imageId}/thumb?v=${key}`} alt="" loading="lazy" />
        ))}
      </div>
      <div className={classes.body}>
        <div className={classes.title}>
          <h2>
            <Link href={`/projects/${project.id}/photos`} className={surfaces.cover}>
              {project.name}
            </Link>
          </h2>
          <Badge variant="default" size="sm" tt="none" fw={500}>
            {project.role}
          </Badge>
        </div>
        <Text size="sm" c="dimmed" lineClamp={2} className={classes.description}>
          {project.description || "No description."}
        </Text>
        <Meter label="Explained" value={explained} of={imageCount} />
        <Meter label="Annotated" value={annotated} of={imageCount} />
        <Text size="xs" c="dimmed" className="tabular">
          {count(imageCount, "photograph")} · {count(people, "person", "people")}
          {failed > 0 && <span className={classes.failed}> · {count(failed, "failure")}</span>}
        </Text>
      </div>
    </article>
  );
}

function Meter({ label, value, of }: { label: string; value: number; of: number }) {
  return (
    <div className={classes.meter}>
      <span>{label}</span>
      <progress value={value} max={Math.max(of, 1)} aria-label={`${label}: ${value} of ${of}`} />
      <span className="tabular">
        {value}/{of}
      </span>
    </div>
  );
}
