// `npm start`: on a machine that has only Node and npm, installs what is missing and hands over to the supervisor.
// Plain JavaScript: nothing is installed yet when this runs.
import { install, ROOT, requireNode } from "./install.mjs";

requireNode();
process.chdir(ROOT);
install();

const { register } = await import("tsx/esm/api");
register();
await import("./supervisor.ts");
