import { createServer, connect as dial, type Socket } from "node:net";

/** Postgres's message of a backend whose server has died, as it stands on the wire (protocol 3, ErrorResponse). */
const LAST_WORDS = (() => {
  const fields = Buffer.from(
    ["SFATAL", "VFATAL", "C57P01", "Mterminating connection due to unexpected postmaster exit", "", ""].join(
      "\0",
    ),
  );
  const head = Buffer.alloc(5, "E");
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
})();

export interface Doorway {
  /** The database behind the doorway. */
  url: string;
  /** How many connections came through so far. */
  count(): number;
  /** Postgres dies when asked for something that contains `text`, the next `times` times: no answer, the end. */
  dieAsked(text: string, times: number): void;
  /** It dies right after an answer that contains `text`: the answer, its last words and the end come as one. */
  dieAnswering(text: string, times: number): void;
  close(): Promise<void>;
}

/** A way to the database on which Postgres can be made to die at the worst moment. */
export async function doorway(databaseUrl: string): Promise<Doorway> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  const asked = trap();
  const answered = trap();
  let count = 0;
  const server = createServer((client) => {
    count++;
    const backend = dial(Number(target.port), target.hostname);
    const over = () => {
      client.destroy();
      backend.destroy();
    };
    for (const socket of [client, backend]) {
      open.add(socket);
      socket.on("error", over);
      socket.on("close", () => {
        open.delete(socket);
        over();
      });
    }
    client.on("data", (bytes) => (asked.springs(bytes) ? over() : backend.write(bytes)));
    backend.on("data", (bytes) => {
      if (answered.springs(bytes)) client.end(Buffer.concat([bytes, LAST_WORDS]));
      else client.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The doorway has no port.");
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  return {
    url: url.href,
    count: () => count,
    dieAsked: asked.set,
    dieAnswering: answered.set,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function trap() {
  let text = "";
  let left = 0;
  return {
    set(wanted: string, times: number) {
      text = wanted;
      left = times;
    },
    springs: (bytes: Buffer) => left > 0 && bytes.includes(text) && left-- > 0,
  };
}
