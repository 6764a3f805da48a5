import { connect } from "@/db/client";
import { startTestServer } from "./harness";

/** A server in a process of its own, for tests that kill it. Prints its port; `DATABASE_URL` and `PORT` as usual. */
const databaseUrl = process.env.DATABASE_URL!;
const { db } = connect(databaseUrl, { max: 4 });
const server = await startTestServer({
  db,
  databaseUrl,
  port: Number(process.env.PORT ?? 0),
  rooms: { compactAfterRows: 20 },
});
console.log(new URL(server.origin).port);
// The load script asks what the process has spent.
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicros: user + system, rss: process.memoryUsage.rss() });
});
