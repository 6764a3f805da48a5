"use client";
import { Button, Title } from "@mantine/core";
import { IconPhotoOff } from "@tabler/icons-react";
import Link from "next/link";
import { useState } from "react";
import { useProject } from "@/app/_ui/project/project-context";
import { count } from "@/app/_ui/words";
import type { Face } from "./finding-page";
import classes from "./findings.module.css";

const AT_FIRST = 24;

/** The images of one group that were compared, each a way to its annotation. */
export function Members({ face, group }: { face: Face; group: number }) {
  const { project } = useProject();
  const [all, setAll] = useState(false);
  const { name, colour, authorName } = face.groups[group]!;
  const rows = face.rows.filter((row) => row.inGroups.includes(group));
  return (
    <section className={classes.panel} aria-label={`Images of ${name}`}>
      <Title order={2}>
        <span className={classes.swatch} style={{ background: colour }} /> {name}
      </Title>
      <p className={classes.quiet}>
        {count(rows.length, "image")}, selected by {authorName}
      </p>
      <ul className={classes.thumbs}>
        {(all ? rows : rows.slice(0, AT_FIRST)).map(({ imageId, name: file, thumbKey }) => (
          <li key={imageId}>
            {thumbKey ? (
              <Link href={`/projects/${project.id}/images/${imageId}`} title={file} className={classes.thumb}>
                {/* biome-ignore lint/performance/noImgElement: thumbnails are made by the pipeline, behind the session. */}
                <img src={`/api/images/${imageId}/thumb?v=${thumbKey}`} alt={file} loading="lazy" />
              </Link>
            ) : (
              <span className={classes.gone} title={`${file} was removed`}>
                <IconPhotoOff size={18} aria-hidden="true" />
                <span>{file}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
      {rows.length > AT_FIRST && !all && (
        <Button size="compact-sm" variant="default" mt="sm" onClick={() => setAll(true)}>
          Show all {rows.length}
        </Button>
      )}
    </section>
  );
}
