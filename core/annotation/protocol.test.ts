import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeEpoch,
  decodeSaved,
  decodeVarUints,
  encodeEpoch,
  encodeSaved,
  encodeVarUints,
} from "./protocol";
import { INITIAL_SAVE_STATE, reduceSave, type SaveEvent, saveStatus } from "./save-state";

describe("the wire", () => {
  it("S1: saved and epoch survive the round trip, and nothing else is taken for them", () => {
    const unsigned = fc.maxSafeNat();
    fc.assert(
      fc.property(unsigned, unsigned, (count, row) => {
        expect(decodeSaved(encodeSaved({ count, row }))).toEqual({ count, row });
        expect(decodeEpoch(encodeEpoch(row))).toBe(row);
        expect(decodeEpoch(encodeSaved({ count, row }))).toBeNull();
      }),
    );
    expect(decodeSaved(Uint8Array.of(10, 1))).toBeNull();
    expect(decodeSaved(new Uint8Array())).toBeNull();
  });

  it("S1: integers are written as lib0 writes them, and refused beyond 2^53", () => {
    expect([...encodeVarUints([0, 127, 128, 300])]).toEqual([0, 127, 128, 1, 172, 2]);
    expect(decodeVarUints(Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 127), 1)).toBeNull();
    expect(() => encodeVarUints([-1])).toThrow(RangeError);
  });
});

describe("the Saved indicator", () => {
  const run = (...events: SaveEvent[]) => saveStatus(events.reduce(reduceSave, INITIAL_SAVE_STATE));
  const open: SaveEvent[] = [{ type: "connected" }, { type: "offered" }, { type: "synced" }];
  const ack = (count: number): SaveEvent => ({ type: "acknowledged", count, row: count });

  it("S3: says Saved only when every message sent is acknowledged", () => {
    expect(run()).toBe("offline");
    expect(run({ type: "connected" })).toBe("loading");
    expect(run(...open, ack(1))).toBe("saved");
    expect(run(...open, ack(1), { type: "changed" })).toBe("saving");
    expect(run(...open, { type: "changed" }, ack(1))).toBe("saving");
    expect(run(...open, { type: "changed" }, { type: "changed" }, ack(3))).toBe("saved");
  });

  it("S4: changes made while offline stay unsaved until the new connection has offered and got its answer", () => {
    const lost: SaveEvent[] = [...open, ack(1), { type: "changed" }, { type: "disconnected" }];
    expect(run(...lost)).toBe("offline");
    expect(run(...lost, { type: "connected" }, { type: "synced" })).toBe("saving");
    expect(run(...lost, { type: "connected" }, ack(0))).toBe("saving");
    expect(run(...lost, ...open)).toBe("saving");
    expect(run(...lost, ...open, ack(1))).toBe("saved");
  });
});
