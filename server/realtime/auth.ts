import type { IncomingMessage } from "node:http";
import { CLOSE, type CloseCode, EPOCH_PARAM } from "@/core/annotation/protocol";
import { documentIdSchema } from "@/core/domain/ids";
import type { Role } from "@/core/domain/roles";
import type { Db } from "@/db/client";
import { type DocumentHead, findDocument } from "@/db/queries/documents";
import { findUser } from "@/db/queries/users";
import { roleIn } from "../access/access";
import { sessionFromCookies } from "../auth/session";
import type { Face } from "./connection";

export const PATH_PREFIX = "/collab/";

/** Where the answers to "who is this and what may they do" come from. */
export interface Gate {
  session(cookies: string | undefined): Promise<{ userId: string } | null>;
  document(documentId: string): Promise<DocumentHead | null>;
  person(userId: string): Promise<Face | null>;
  role(projectId: string, userId: string): Promise<Role | null>;
}

export function databaseGate(db: Db): Gate {
  return {
    session: sessionFromCookies,
    document: (documentId) => findDocument(db, documentId),
    person: (id) => findUser(db, { id }),
    role: (projectId, userId) => roleIn(db, projectId, userId),
  };
}

export interface Admission {
  user: Face;
  role: Role;
  document: DocumentHead;
  /** The epoch of the copy the client already holds; null when it comes with empty hands. */
  epoch: number | null;
}

export interface Refusal {
  code: CloseCode;
  reason: string;
}

export const isRefusal = (answer: Admission | Refusal): answer is Refusal => "code" in answer;

/** May the sender of this upgrade request open the document it names? Rejects when the database cannot say. */
export async function authorise(
  gate: Gate,
  request: IncomingMessage,
  publicUrl: string,
): Promise<Admission | Refusal> {
  if (!sameOrigin(request, publicUrl))
    return { code: CLOSE.forbidden, reason: "This page is not one of this server." };
  const url = new URL(request.url ?? "/", "http://server");
  const documentId = documentIdSchema.safeParse(url.pathname.slice(PATH_PREFIX.length));
  const epoch = parseEpoch(url.searchParams.get(EPOCH_PARAM));
  if (!documentId.success || epoch === undefined)
    return { code: CLOSE.notFound, reason: "There is no such document." };
  const session = await gate.session(request.headers.cookie);
  const user = session && (await gate.person(session.userId));
  if (!user) return { code: CLOSE.unauthenticated, reason: "Sign in first." };
  const document = await gate.document(documentId.data);
  if (!document) return { code: CLOSE.notFound, reason: "There is no such document." };
  const role = await gate.role(document.projectId, user.id);
  if (!role) return { code: CLOSE.forbidden, reason: "You are not a member of this project." };
  return { user: { id: user.id, name: user.name, colour: user.colour }, role, document, epoch };
}

/**
 * Browsers send cookies with sockets opened by any page, so the page's origin must be ours: the public address,
 * or the very host that was asked. Whatever sends no origin is no browser page of ours either.
 */
export function sameOrigin(request: IncomingMessage, publicUrl: string): boolean {
  const { origin, host } = request.headers;
  if (!origin || !URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.origin === new URL(publicUrl).origin || (/^https?:$/.test(page.protocol) && page.host === host);
}

/** Undefined when it is given but is not an epoch. */
function parseEpoch(text: string | null): number | null | undefined {
  if (text === null) return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
