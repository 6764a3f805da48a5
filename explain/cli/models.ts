import { runCommand, UsageError } from "./command";
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

async function main(): Promise<void> {
  const [name = "", ...args] = process.argv.slice(2);
  if (name === "--help" || name === "-h") {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    throw new UsageError(name === "" ? "A sub-command is needed." : `There is no sub-command "${name}".`);
  await command.run(args);
}

process.exitCode = await runCommand(main);
