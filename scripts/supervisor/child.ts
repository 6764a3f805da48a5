import { type ChildProcess, spawn } from "node:child_process";
import { setPriority } from "node:os";

export interface ChildOptions {
  name: string;
  script: string;
  cwd: string;
  env: Record<string, string | undefined>;
  /** Scheduling priority, 0 (as everybody) to 19 (gives way to everybody). */
  niceness?: number;
  log: (line: string) => void;
  /** The process said why it cannot run, and asked not to be started again. */
  onFatal: () => void;
}

/** Exit code of a process that cannot run with this configuration. */
const EXIT_CONFIGURATION = 78;
const FIRST_WAIT_MS = 300;
const LAST_WAIT_MS = 15_000;
/** Whoever has run this long did not crash at once. */
const STEADY_MS = 30_000;
const CRASHES_TO_REPORT = 4;

/**
 * A process that is started again when it ends unexpectedly, with growing pauses. It has an IPC channel: it says
 * `{type: "ready"}` on it, and knows from its closing that the supervisor is gone.
 */
export class Child {
  /** Resolves when the process is ready for the first time. */
  readonly ready: Promise<void>;
  private process: ChildProcess | null = null;
  private timer: NodeJS.Timeout | null = null;
  private stopping = false;
  private crashes = 0;
  private wait = FIRST_WAIT_MS;
  private lastLines: string[] = [];
  private markReady: () => void = () => undefined;

  constructor(private readonly options: ChildOptions) {
    this.ready = new Promise((resolve) => {
      this.markReady = resolve;
    });
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  start(): void {
    const { script, cwd, env, niceness } = this.options;
    const startedAt = Date.now();
    const child = spawn(process.execPath, ["--import", "tsx", script], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // Ctrl-C in the terminal reaches the supervisor only, which stops everything in order.
      detached: process.platform !== "win32",
    });
    this.process = child;
    if (niceness && child.pid) lower(child.pid, niceness);
    for (const stream of [child.stdout!, child.stderr!]) this.relay(stream);
    child.on("message", (message) => {
      if (isReady(message)) this.markReady();
    });
    child.on("error", (error) => this.say(`could not be started: ${error.message}`));
    child.once("close", (code, signal) => this.ended(code, signal, Date.now() - startedAt));
  }

  /** Asks the process to end, and ends it after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.stopping = true;
    if (this.timer) clearTimeout(this.timer);
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
    child.kill("SIGTERM");
    const hard = setTimeout(() => {
      this.say("did not stop in time; it is ended.");
      child.kill("SIGKILL");
    }, patienceMs);
    await gone;
    clearTimeout(hard);
  }

  /** Ends the process at once, without manners. */
  kill(): void {
    this.stopping = true;
    this.process?.kill("SIGKILL");
  }

  private ended(code: number | null, signal: NodeJS.Signals | null, ranMs: number): void {
    this.process = null;
    if (this.stopping) return;
    if (code === EXIT_CONFIGURATION) {
      this.stopping = true;
      this.options.onFatal();
      return;
    }
    if (ranMs > STEADY_MS) {
      this.crashes = 0;
      this.wait = FIRST_WAIT_MS;
    }
    this.crashes++;
    this.say(`ended unexpectedly (${signal ?? `code ${code}`}); starting it again.`);
    if (this.crashes === CRASHES_TO_REPORT) {
      this.say(`keeps ending right after its start. What it said last:`);
      for (const line of this.lastLines) this.options.log(`    ${line}`);
    }
    this.timer = setTimeout(() => this.start(), this.wait);
    this.wait = Math.min(LAST_WAIT_MS, this.wait * 2);
  }

  private relay(stream: NodeJS.ReadableStream): void {
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.line(line);
    });
    stream.on("end", () => {
      if (rest) this.line(rest);
    });
  }

  private line(line: string): void {
    if (line.trim() === "") return;
    this.lastLines = [...this.lastLines.slice(-19), line];
    this.options.log(`[${this.options.name}] ${line}`);
  }

  private say(text: string): void {
    this.options.log(`[${this.options.name}] ${text}`);
  }
}

function lower(pid: number, niceness: number): void {
  try {
    setPriority(pid, niceness);
  } catch {
    // Not everywhere allowed, and only a courtesy to those who edit.
  }
}

const isReady = (message: unknown) =>
  typeof message === "object" && message !== null && "type" in message && message.type === "ready";
