import { UsageError } from "./command";
import { inspect } from "./inspect";

/** One row a sub-command. */
const COMMANDS: Readonly<
  Record<string, { readonly usage: string; readonly run: (args: string[]) => Promise<void> }>
> = {
  inspect,
};

const USAGE = `Usage:\n${Object.values(COMMANDS)
  .map((c) => `  ${c.usage}`)
  .join("\n")}`;

/** @throws UsageError, and whatever the sub-command throws */
export async function models([name = "", ...args]: readonly string[]): Promise<void> {
  if (name === "--help" || name === "-h") {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    throw new UsageError(name === "" ? "A sub-command is needed." : `There is no sub-command "${name}".`);
  await command.run(args);
}
