/** `npm run models -- list | add NAME|FILE|URL | inspect MODEL`: the networks of this installation. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { AppError } from "@/core/domain/errors";
import { listModels } from "@/db/queries/models";
import { runCommand, UsageError } from "@/explain/cli/command";
import { inspect } from "@/explain/cli/inspect";
import { KNOWN_MODELS } from "@/server/catalogue/known-models";
import { modelDraftSchema, registerModel } from "@/server/models/register";
import { validateModelFile } from "@/workers/models/validate";
import { openInstallation } from "./models/installation";
import { findCandidate } from "./models/source";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const COMMANDS = {
  list: { usage: "models list", run: list },
  add: {
    usage:
      "models add NAME|FILE|URL [--kind classifier|segmenter] [--classes FILE] [--transform FILE] [--name TEXT]",
    run: add,
  },
  inspect,
} as const;

async function list(): Promise<void> {
  const installation = await openInstallation(ROOT);
  try {
    const models = await listModels(installation.db);
    console.log("In this installation:");
    for (const m of models) console.log(`  ${m.name} (${m.kind}): ${m.inspection.summary}`);
    if (models.length === 0) console.log("  none yet");
    console.log("Known by name:");
    for (const m of KNOWN_MODELS)
      console.log(`  ${m.name.padEnd(20)} ${m.title}${m.urls.length === 0 ? ", by export" : ""}`);
  } finally {
    await installation.close();
  }
}

async function add(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      kind: { type: "string" },
      classes: { type: "string" },
      transform: { type: "string" },
      name: { type: "string" },
    },
  });
  const [what, ...rest] = positionals;
  if (!what || rest.length > 0)
    throw new UsageError("One network is needed: a known name, a file or an address.");
  const downloads = path.resolve(ROOT, process.env.PARTWISE_DATA_DIR || ".partwise", "models");
  const { file, ...draft } = await findCandidate(what, values, downloads);
  await validateModelFile(file, draft.kind, draft.transform, draft.classNames);
  const installation = await openInstallation(ROOT);
  try {
    const { sha256 } = await installation.blobs.put(await readFile(file));
    const model = await registerModel(installation, modelDraftSchema.parse({ ...draft, sha256 }), null);
    console.log(`${model.name}: ${model.inspection.summary}`);
    if (!model.usable) throw new AppError("unsupported_model", "It is listed, but no project can use it.");
  } finally {
    await installation.close();
  }
}

process.exitCode = await runCommand(async () => {
  const [name = "", ...args] = process.argv.slice(2);
  if (name === "--help" || name === "-h") {
    console.log(
      Object.values(COMMANDS)
        .map((c) => c.usage)
        .join("\n"),
    );
    return;
  }
  if (!Object.hasOwn(COMMANDS, name)) throw new UsageError(`There is no sub-command “${name}”.`);
  try {
    await COMMANDS[name as keyof typeof COMMANDS].run(args);
  } catch (error) {
    // Ours say what to do, on as many lines as that takes.
    if (!(error instanceof AppError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
});
