import { describe, expect, it } from "vitest";
import { requireSameOrigin } from "./origin";

const PUBLIC = "https://parts.example.org";
const refused = (headers: Record<string, string>) => {
  try {
    requireSameOrigin(new Headers(headers), PUBLIC);
    return false;
  } catch {
    return true;
  }
};

describe("same-origin check", () => {
  it.each([
    ["the public address", { origin: PUBLIC, host: "10.0.0.7:3000" }, false],
    ["the address it was asked under", { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" }, false],
    ["another site", { origin: "https://evil.example", host: "parts.example.org" }, true],
    ["another port of the same machine", { origin: "http://localhost:4000", host: "localhost:3000" }, true],
    ["a page without an origin", { origin: "null", host: "localhost:3000" }, true],
    ["a program", { host: "localhost:3000" }, false],
    ["a browser that keeps its origin to itself", { host: "a", "sec-fetch-site": "cross-site" }, true],
  ])("%s", (_, headers, expected) => {
    expect(refused(headers as Record<string, string>)).toBe(expected);
  });
});
