import { describe, expect, it } from "vitest";
import type { ProjectEvent } from "@/core/domain/events";
import { createFanOut, type LiveEvent } from "./live";

const event = (imageId: string) => ({ type: "image", imageId, change: "added" }) as const;

describe("live fan-out", () => {
  it("gives each reader of a project its events in order, and nobody else's", async () => {
    const feed = createFanOut<ProjectEvent>();
    const abort = new AbortController();
    const seen: Record<string, LiveEvent[]> = { a1: [], a2: [], b: [] };
    const read = async (name: string, project: string) => {
      for await (const e of feed.subscribe(project, abort.signal)) seen[name]!.push(e);
    };
    const done = Promise.all([read("a1", "A"), read("a2", "A"), read("b", "B")]);
    await Promise.resolve();
    feed.publish("A", event("1"));
    feed.publish("B", event("2"));
    feed.publish("A", event("3"));
    await new Promise((r) => setTimeout(r, 5));
    abort.abort();
    await done;
    expect(seen).toEqual({ a1: [event("1"), event("3")], a2: [event("1"), event("3")], b: [event("2")] });
  });

  it("replaces a backlog that nobody reads with one resync", async () => {
    const feed = createFanOut<ProjectEvent>();
    const abort = new AbortController();
    const iterator = feed.subscribe("A", abort.signal);
    const first = iterator.next();
    feed.publish("A", event("first"));
    expect((await first).value).toEqual(event("first"));
    for (let i = 0; i <= 1000; i++) feed.publish("A", event(String(i)));
    expect((await iterator.next()).value).toEqual({ type: "resync" });
    abort.abort();
    expect((await iterator.next()).done).toBe(true);
  });

  it("tells everyone to read again after the listening connection was lost", async () => {
    const feed = createFanOut<ProjectEvent>();
    const abort = new AbortController();
    const iterator = feed.subscribe("A", abort.signal);
    const first = iterator.next();
    feed.resyncAll();
    expect((await first).value).toEqual({ type: "resync" });
    await iterator.return();
  });
});
