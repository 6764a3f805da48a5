import { ExplainError } from "../errors";

/** A mistake in how the command was called; the exit code tells it from a failure. */
export class UsageError extends Error {}

export const EXIT = { ok: 0, failed: 1, usage: 2, cancelled: 130 } as const;

const HINT = "(--help shows how it is called.)";

/** Runs a command and turns every error into one line on standard error and an exit code. */
export async function runCommand(main: () => Promise<void>): Promise<number> {
  try {
    await main();
    return EXIT.ok;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message} ${HINT}\n`);
      return EXIT.usage;
    }
    const isOption =
      error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
    if (isOption) {
      process.stderr.write(`${error.message.split("\n")[0]} ${HINT}\n`);
      return EXIT.usage;
    }
    if (error instanceof ExplainError) {
      process.stderr.write(`${error.message}\n`);
      if (error.code === "CANCELLED") return EXIT.cancelled;
      return error.code === "BAD_OPTION" ? EXIT.usage : EXIT.failed;
    }
    process.stderr.write(`${error instanceof Error ? error.message.split("\n")[0] : String(error)}\n`);
    return EXIT.failed;
  }
}
