import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { requirePort } from "./port";

let server: Server;
afterEach(() => server.close());

async function occupy(body: string): Promise<number> {
  server = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

test("a port used by a stranger is named, with another one to try", async () => {
  const port = await occupy("<html>");
  await expect(requirePort(port, "127.0.0.1", 300)).rejects.toThrow(`PORT=${port + 1} npm start`);
});

test("a Partwise that runs already is recognised", async () => {
  const port = await occupy(JSON.stringify({ ok: true, role: "all" }));
  await expect(requirePort(port, "127.0.0.1", 300)).rejects.toThrow(/already runs/);
});

test("a port that becomes free meanwhile is taken", async () => {
  const port = await occupy("leaving");
  setTimeout(() => server.close(), 300);
  await expect(requirePort(port, "127.0.0.1", 5_000)).resolves.toBeUndefined();
});
