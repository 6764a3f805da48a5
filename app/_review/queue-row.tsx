import { Badge, Text, Tooltip } from "@mantine/core";
import { IconMessagePin, IconPhoto, IconUserCheck } from "@tabler/icons-react";
import Link from "next/link";
import type { RouterOutputs } from "@/server/trpc/router";
import { count } from "../_ui/words";
import { Authors } from "./authors";
import classes from "./queue.module.css";
import { ago } from "./words";

type Row = RouterOutputs["reviews"]["queue"]["revisions"][number];

/** One revision of the queue: which image, by whom, how far its review is. */
export function QueueRow({ row, of, href }: { row: Row; of: number | null; href: string }) {
  const { name, number, imageId, thumbKey, authors, createdAt, approved, returned, openComments, drewAlone } =
    row;
  const when = row.state === "submitted" ? createdAt : (row.reviewedAt ?? createdAt);
  return (
    <li className={classes.row}>
      <div className={classes.thumb}>
        {thumbKey ? (
          // biome-ignore lint/performance/noImgElement: thumbnails are made by the pipeline, behind the session.
          <img src={`/api/images/${imageId}/thumb?v=${thumbKey}`} alt="" loading="lazy" decoding="async" />
        ) : (
          <IconPhoto size={20} stroke={1.2} aria-hidden="true" />
        )}
      </div>
      <div className={classes.what}>
        <Link href={href} className={classes.link}>
          {name}
        </Link>
        <Text size="xs" c="dimmed" className={classes.numbers}>
          revision {number} · {ago(when, new Date())}
          {row.state !== "submitted" && row.reviewedByName && ` by ${row.reviewedByName}`}
        </Text>
      </div>
      <div className={classes.who}>
        <Authors authors={authors} />
        {drewAlone && row.state === "submitted" && (
          <Tooltip label="You alone drew this: somebody else has to approve it">
            <IconUserCheck size={16} aria-label="You alone drew this" color="var(--pw-warn)" />
          </Tooltip>
        )}
      </div>
      <div className={classes.marks}>
        {openComments > 0 && (
          <Badge
            variant="light"
            color="orange"
            tt="none"
            leftSection={<IconMessagePin size={13} />}
            aria-label={count(openComments, "open comment")}
          >
            {openComments}
          </Badge>
        )}
        <Parts approved={approved} returned={returned} of={of} />
      </div>
    </li>
  );
}

/** One mark a part: approved, sent back, undecided. */
function Parts({ approved, returned, of }: { approved: number; returned: number; of: number | null }) {
  if (of === null) return null;
  const left = Math.max(0, of - approved - returned);
  const marks = ["approved", "returned", "open"].flatMap((kind, i) =>
    Array.from({ length: [approved, returned, left][i]! }, () => kind),
  );
  const text = `${approved} approved, ${returned} sent back, ${left} undecided`;
  return (
    <Tooltip label={text} openDelay={200}>
      <span className={classes.parts} role="img" aria-label={text}>
        {marks.map((kind, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal marks in a row.
          <span key={i} data-kind={kind} />
        ))}
      </span>
    </Tooltip>
  );
}
