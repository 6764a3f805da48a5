import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/core/domain/errors";

export interface DownloadOptions {
  urls: readonly string[];
  destination: string;
  /** Hex; null accepts whatever arrives whole. */
  sha256: string | null;
  /** Whole size where it is known; a longer answer is refused. */
  bytes: number | null;
  /** What to do once the file has been put there by hand; for the command line: run it again. */
  afterwards?: string;
  onProgress?: (received: number, total: number | null) => void;
  signal?: AbortSignal;
}

/**
 * Downloads to `destination`, through a `.part` file that a later call resumes, and keeps it only when the
 * checksum is right. A file that is already there and right is not downloaded again.
 *
 * @throws AppError `unavailable` when no address answers: what to fetch by hand and where to put it;
 *   `invalid_input` when what arrived is not the file.
 */
export async function download(options: DownloadOptions): Promise<void> {
  const { urls, destination, sha256 } = options;
  if (await sizeOf(destination)) {
    if (sha256 === null || (await sha256OfFile(destination)) === sha256) return;
    throw new AppError(
      "invalid_input",
      `${destination} is not the expected file (its sha256 differs). Remove it and try again.`,
    );
  }
  await mkdir(dirname(destination), { recursive: true });
  const failures: string[] = [];
  for (const url of urls) {
    try {
      await fetchInto(url, `${destination}.part`, options);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      failures.push(`${url}: ${reason(error)}`);
      continue;
    }
    const got = await sha256OfFile(`${destination}.part`);
    if (sha256 !== null && got !== sha256) {
      await rm(`${destination}.part`, { force: true });
      failures.push(`${url}: the file that came is not the expected one (sha256 ${got.slice(0, 12)}…)`);
      continue;
    }
    await rename(`${destination}.part`, destination);
    return;
  }
  throw new AppError("unavailable", `${failures.join("\n")}\n${offlineHelp(options)}`);
}

function offlineHelp({ urls, destination, sha256, afterwards }: DownloadOptions): string {
  const check = sha256 ? ` (sha256 ${sha256})` : "";
  return `Download ${urls[0] ?? "the file"} on a machine that can reach it${check}, put it at ${destination}, and ${afterwards ?? "run the command again"}.`;
}

async function fetchInto(url: string, part: string, options: DownloadOptions): Promise<void> {
  const have = await sizeOf(part);
  if (have > 0 && have === options.bytes) return;
  const response = await fetch(url, {
    headers: have > 0 ? { range: `bytes=${have}-` } : {},
    signal: options.signal,
    redirect: "follow",
  });
  if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
  // A server that ignores the range sends everything from the start.
  const resumed = response.status === 206;
  const length = Number(response.headers.get("content-length"));
  const announced = length > 0 ? length + (resumed ? have : 0) : null;
  // Another file's bytes must not spoil what a later address could resume.
  if (options.bytes !== null && announced !== null && announced !== options.bytes) {
    await response.body.cancel();
    throw new Error(`it has a file of ${announced} bytes instead of ${options.bytes}`);
  }
  const total = options.bytes ?? announced;
  let received = resumed ? have : 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (options.bytes !== null && received > options.bytes) {
        done(new Error(`more than the expected ${options.bytes} bytes came`));
        return;
      }
      options.onProgress?.(received, total);
      done(null, chunk);
    },
  });
  await pipeline(
    Readable.fromWeb(response.body as never),
    count,
    createWriteStream(part, { flags: resumed ? "a" : "w" }),
  );
  if (total !== null && received < total)
    throw new Error(`the connection ended after ${received} of ${total} bytes; run again to resume`);
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (s) => s.size,
    () => 0,
  );
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
