import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { sameOrigin } from "./auth";

const asks = (origin: string | undefined, host: string) =>
  sameOrigin({ headers: { origin, host } } as IncomingMessage, "https://parts.example");

test.each([
  ["https://parts.example", "10.0.0.7:3000", true],
  ["http://localhost:3000", "localhost:3000", true],
  ["http://localhost:3000", "localhost:4000", false],
  ["http://parts.example", "10.0.0.7:3000", false],
  ["https://parts.example.evil.org", "10.0.0.7:3000", false],
  ["https://evil.org", "parts.example", false],
  ["null", "parts.example", false],
  ["file://parts.example", "parts.example", false],
  [undefined, "parts.example", false],
])("R7: a page of %s asking %s: %s", (origin, host, allowed) => {
  expect(asks(origin, host)).toBe(allowed);
});
