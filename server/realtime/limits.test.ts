import fc from "fast-check";
import { expect, test } from "vitest";
import { TokenBucket } from "./limits";

test("R10: a burst is allowed, then the sustained rate", () => {
  const bucket = new TokenBucket(0, 10, 20);
  const allowed = (now: number, tries: number) =>
    Array.from({ length: tries }, () => bucket.take(now)).filter(Boolean).length;
  expect(allowed(0, 50)).toBe(20);
  expect(allowed(1_000, 50)).toBe(10);
  expect(allowed(60_000, 50)).toBe(20);
});

test("R10: never more than burst + rate × time, and never refused below the rate", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }), (gaps) => {
      const bucket = new TokenBucket(0, 10, 20);
      let now = 0;
      let taken = 0;
      for (const gap of gaps) {
        now += gap;
        const allowed = bucket.take(now);
        if (allowed) taken++;
        if (gap >= 100) expect(allowed).toBe(true);
      }
      expect(taken).toBeLessThanOrEqual(20 + (now / 1_000) * 10 + 1e-6);
    }),
  );
});
