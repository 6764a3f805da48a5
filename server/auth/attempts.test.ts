import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAttemptLimiter } from "./attempts";

describe("sign-in attempts", () => {
  it("refuses after the last allowed attempt and opens again with the next window", () => {
    const limiter = createAttemptLimiter({ max: 3, windowMs: 1000 });
    expect([0, 1, 2, 3, 999].map((t) => limiter.take("a", t))).toEqual([true, true, true, false, false]);
    expect(limiter.take("b", 3)).toBe(true);
    expect(limiter.take("a", 1000)).toBe(true);
  });

  it("forgets a key that succeeded", () => {
    const limiter = createAttemptLimiter({ max: 1, windowMs: 1000 });
    limiter.take("a", 0);
    limiter.clear("a");
    expect(limiter.take("a", 1)).toBe(true);
  });

  it("never lets more than max through in a window that starts with the first attempt", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (gaps, max) => {
        const limiter = createAttemptLimiter({ max, windowMs: 1000 });
        let now = 0;
        let start = Number.NEGATIVE_INFINITY;
        let seen = 0;
        for (const gap of gaps) {
          now += gap;
          if (now - start >= 1000) [start, seen] = [now, 0];
          seen++;
          expect(limiter.take("k", now)).toBe(seen <= max);
        }
      }),
    );
  });

  it("keeps its table bounded", () => {
    const limiter = createAttemptLimiter({ max: 1, windowMs: 1000, maxKeys: 2 });
    for (const key of ["a", "b", "c"]) limiter.take(key, 0);
    expect(limiter.take("a", 1), "the oldest was forgotten").toBe(true);
    expect(limiter.take("c", 1)).toBe(false);
  });
});
