import type { Measured, Spread } from "./protocol";

const ms = (value: number) => value.toFixed(value < 100 ? 1 : 0);
const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
const ratio = ([middle, low, high]: Spread) =>
  `**${middle.toFixed(2)}** (${low.toFixed(2)}–${high.toFixed(2)})`;

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

/** The tables for `RESULTS.md`, in Markdown. */
export function report(measured: ReadonlyMap<string, Measured>): string {
  const all = [...measured];
  const time = table(
    [
      "network",
      "batch",
      "pairs",
      "forward, ms a batch",
      "LRP-ε, ms a batch",
      "ratio on the clock",
      "ratio in processor time",
    ],
    all.flatMap(([name, { timings }]) =>
      timings.map((t) => [
        name,
        t.batch,
        t.pairs,
        ms(t.forwardMs),
        ms(t.explanationMs),
        ratio(t.ratio),
        ratio(t.cpuRatio),
      ]),
    ),
  );
  const memory = table(
    ["network", "batch", "forward, MiB", "LRP-ε, MiB", "target, MiB", "holds"],
    all.flatMap(([name, m]) =>
      m.memory.map((row) => [
        name,
        row.batch,
        mib(row.forward),
        mib(row.explanation),
        mib(row.bound),
        row.explanation <= row.bound ? "yes" : "**no**",
      ]),
    ),
  );
  const preparation = table(
    ["network", "compile, ms", "session first, ms", "session cached, ms"],
    all.map(([name, { prepared: p }]) => [
      name,
      ms(p.compileMs),
      ms(p.firstSessionMs),
      ms(p.cachedSessionMs),
    ]),
  );
  return [time, memory, preparation].join("\n\n");
}
