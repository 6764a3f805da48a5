/** `models inspect MODEL`, where the package stands alone. */
import { runCommand } from "./command";
import { models } from "./models-command";

process.exitCode = await runCommand(() => models(process.argv.slice(2)));
