import { parseArgs } from "node:util";
import type { CompositeName } from "../composites";
import { type Inspection, inspectModel } from "../inspect";
import { readModelFile } from "../runtime/model-file";
import { UsageError } from "./command";

const shape = (dims: readonly (number | null)[] | null) =>
  `[${(dims ?? []).map((d) => d ?? "?").join(", ")}]`;

function describe(inspection: Inspection): string {
  const width = Math.max(0, ...inspection.layers.map((l) => l.node.length));
  const lines = [
    `opset ${inspection.opset}`,
    ...inspection.inputs.map((i) => `input  ${i.name} ${shape(i.dims)}`),
    ...inspection.outputs.map((o) => `output ${o.name} ${shape(o.dims)}`),
    ...inspection.layers.map((l) => `  ${l.node.padEnd(width)}  ${l.op.padEnd(20)} ${l.rule}`),
    ...inspection.unsupported.map((u) => `unsupported: ${u.node} (${u.op}): ${u.reason}`),
    inspection.explainable
      ? `explainable: yes, ${inspection.classCount} classes`
      : `explainable: no${inspection.reason ? `. ${inspection.reason}` : ""}`,
  ];
  return lines.join("\n");
}

export const inspect = {
  usage: "models inspect MODEL [--composite C] [--logits NAME] [--input-shape 1,3,224,224] [--json]",
  async run(args: string[]): Promise<void> {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        composite: { type: "string" },
        logits: { type: "string" },
        "input-shape": { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const [file, ...rest] = positionals;
    if (!file || rest.length > 0) throw new UsageError("One model is needed.");
    const inspection = inspectModel(readModelFile(file), {
      composite: values.composite as CompositeName | undefined,
      logits: values.logits,
      inputShape: values["input-shape"]?.split(",").map(Number),
    });
    process.stdout.write(`${values.json ? JSON.stringify(inspection) : describe(inspection)}\n`);
  },
};
