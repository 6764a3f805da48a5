import type { JobName } from "@/core/domain/jobs";

/** How often and how patiently a job is tried. */
export const QUEUE_SETTINGS = {
  retryLimit: 3,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  /** A job silent for this long belonged to a worker that died, and is given to another. */
  heartbeatSeconds: 20,
  /** Longer than the slowest explanation of the largest network on the slowest machine. */
  expireInSeconds: 1_800,
  deleteAfterSeconds: 3 * 86_400,
  notify: true,
} as const;

export const WORK_SETTINGS = {
  heartbeatRefreshSeconds: 4,
  /** Jobs come by NOTIFY; polling picks up retries whose time has come, and what a lost connection missed. */
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 1,
} as const;

export const DEAD_LETTER = (name: JobName): string => `${name}-dead`;
