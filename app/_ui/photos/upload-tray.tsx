"use client";
import { ActionIcon, Button, Collapse, Progress, ScrollArea, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconChevronDown, IconChevronUp, IconCopy, IconX } from "@tabler/icons-react";
import { bytesText } from "../words";
import { totalsOf, type Upload, uploadWords } from "./upload-plan";
import classes from "./upload-tray.module.css";
import { useUploads } from "./uploads";

/** How many rows are drawn: of a folder of hundreds those that matter come first. */
const SHOWN = 60;
const ORDER = { failed: 0, sending: 1, queued: 2, done: 3, duplicate: 3 } as const;

/** Progress of the uploads, in a corner of every page of the project. */
export function UploadTray() {
  const { list, clear, retry, retryAll } = useUploads();
  const [open, { toggle }] = useDisclosure(true);
  if (list.length === 0) return null;
  const totals = totalsOf(list);
  const words = uploadWords(totals);
  const rows = [...list].sort((a, b) => ORDER[a.state] - ORDER[b.state]).slice(0, SHOWN);
  return (
    <section className={classes.tray} aria-label="Uploads">
      <div className={classes.head}>
        <div>
          <Text fw={600} size="sm" aria-live="polite">
            {words.headline}
          </Text>
          <Text size="xs" c="dimmed">
            {words.details}
          </Text>
        </div>
        <div className={classes.actions}>
          {list.some((u) => u.state === "failed" && !u.refused) && (
            <Button size="compact-xs" variant="default" onClick={retryAll}>
              Try failed again
            </Button>
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={toggle}
            aria-label={open ? "Hide files" : "Show files"}
          >
            {open ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
          </ActionIcon>
          {!totals.active && (
            <ActionIcon variant="subtle" color="gray" onClick={clear} aria-label="Close uploads">
              <IconX size={16} />
            </ActionIcon>
          )}
        </div>
      </div>
      <Progress value={totals.share * 100} size={4} radius={0} aria-label="All uploads" />
      <Collapse expanded={open}>
        <ScrollArea.Autosize mah={240} viewportProps={{ tabIndex: 0, "aria-label": "Files" }}>
          <ul className={classes.list}>
            {rows.map((upload) => (
              <Row key={upload.id} upload={upload} retry={() => retry(upload.id)} />
            ))}
            {list.length > SHOWN && <li className={classes.more}>and {list.length - SHOWN} more</li>}
          </ul>
        </ScrollArea.Autosize>
      </Collapse>
    </section>
  );
}

function Row({ upload, retry }: { upload: Upload; retry: () => void }) {
  const { name, bytes, sent, state, error } = upload;
  return (
    <li className={classes.row} data-state={state}>
      <span className={classes.name} title={name}>
        {name}
      </span>
      <span className={classes.status}>
        {state === "queued" && "waiting"}
        {state === "sending" && `${bytesText(sent)} of ${bytesText(bytes)}`}
        {state === "done" && <IconCheck size={14} aria-label="uploaded" />}
        {state === "duplicate" && (
          <>
            <IconCopy size={14} aria-hidden="true" /> already here
          </>
        )}
        {state === "failed" && !upload.refused && (
          <Button size="compact-xs" variant="subtle" onClick={retry} aria-label={`Try ${name} again`}>
            Try again
          </Button>
        )}
      </span>
      {state === "sending" && (
        <Progress className={classes.bar} value={(sent / bytes) * 100} size={2} aria-label={name} />
      )}
      {error && <span className={classes.error}>{error}</span>}
    </li>
  );
}
