"use client";
import { Loader, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconClock } from "@tabler/icons-react";
import type { Progress } from "./progress";
import classes from "./stage-badge.module.css";

/** Where a photograph stands in the pipeline; nothing once it is ready. */
export function StageBadge({ progress }: { progress: Progress }) {
  switch (progress.kind) {
    case "ready":
      return null;
    case "failed":
      return (
        <Tooltip label={progress.error || progress.label} multiline maw={320}>
          <span className={classes.failed}>
            <IconAlertTriangle size={14} aria-hidden="true" />
            {progress.label}
          </span>
        </Tooltip>
      );
    case "running":
      return (
        <span className={classes.running}>
          <Loader size={12} type="dots" aria-hidden="true" />
          {progress.label}
        </span>
      );
    case "waiting":
      return (
        <span className={classes.waiting}>
          <IconClock size={14} aria-hidden="true" />
          {progress.label}
        </span>
      );
  }
}
