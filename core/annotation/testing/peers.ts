import * as Y from "yjs";
import type { EditContext } from "../commands/context";

export interface Peer extends EditContext {
  name: string;
}

/** A replica with readable, unique ids and its own origin. */
export function peer(name: string, clientID: number): Peer {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  let count = 0;
  return { name, doc, user: name, origin: { name }, newId: () => `${name}${++count}` };
}

/** Everybody receives everything, each in the order of `peers`. */
export function syncAll(...peers: readonly Peer[]): void {
  for (let round = 0; round < 2; round++)
    for (const from of peers)
      for (const to of peers)
        if (from !== to)
          Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), "remote");
}
