/** `npm run explain -- MODEL INPUT`; Ctrl-C cancels between batches and leaves nothing behind. */
import { runCommand } from "./command";
import { explain } from "./explain-command";

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
process.exitCode = await runCommand(() => explain(process.argv.slice(2), stop.signal));
