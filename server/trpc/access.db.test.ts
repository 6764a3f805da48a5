import { randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelIdSchema, revisionIdSchema, sha256Schema, userIdSchema } from "@/core/domain/ids";
import { PART_PRESETS } from "@/core/domain/parts";
import { ROLES } from "@/core/domain/roles";
import { addMember } from "@/db/queries/members";
import { addPhoto, addScoredRevision, plainView } from "../testing/scored";
import { type Caller, createWorld, WHO, type Who, type World } from "../testing/world";
import { appRouter } from "./router";

/** The weakest who may; written down here on purpose instead of read from the procedures. */
type Weakest = Who;

interface Row {
  weakest: Weakest;
  /** What somebody outside the project is told; nothing of a project is given away. */
  outsider?: "FORBIDDEN";
  call(as: Caller, world: World): Promise<unknown>;
}

const mean: [number, number, number] = [0, 0, 0];
const std: [number, number, number] = [1, 1, 1];
const looks = { name: "Group", colour: "#0072b2" };
const lasso = { kind: "lasso" as const, members: [], polygon: null, layoutKey: null };
const parts = PART_PRESETS.cat.parts.map(({ position: _, ...part }) => part);
const groups = [{ name: "Cats", symbol: "circle" as const, isTarget: true, classIndices: [0] }];
const image = (w: World) => ({ projectId: w.projectId, imageId: w.imageId });

/** The image's revision, submitted by its annotator. */
async function submitted(w: World) {
  const { revisionId } = await w.as("annotator").revisions.freeze(image(w));
  return { projectId: w.projectId, revisionId: revisionIdSchema.parse(revisionId) };
}

async function pinned(w: World) {
  const revision = await submitted(w);
  const { id } = await w.as("reviewer").reviews.comment({ ...revision, x: 1, y: 1, text: "Here" });
  return { projectId: w.projectId, commentId: id };
}

/** Those who began a project of their own in an earlier row own one; not here. */
async function onlyTheirRole(w: World) {
  await w.database.pool.query("delete from projects where id <> $1", [w.projectId]);
}

/** Getting as far as being asked for the missing decisions is being allowed to close. */
function undecided(error: TRPCError) {
  if (error.code !== "CONFLICT") throw error;
}

/** What `findings.create` takes: a selection of one photograph with scores. */
async function draft(w: World) {
  const { projectId } = w;
  const photo = await addPhoto(w, randomUUID());
  await addScoredRevision(w, photo, [1, 1, 1, 1, 1, 1, 1]);
  const made = { ...lasso, members: [photo] };
  const { id } = await w.as("owner").selections.create({ projectId, ...looks, made });
  return { projectId, title: "Found", note: "", selectionIds: [id], view: plainView(parts.length) };
}

async function finding(w: World) {
  const { id } = await w.as("owner").findings.create(await draft(w));
  return { projectId: w.projectId, findingId: id };
}

const TABLE: Record<string, Row> = {
  "account.signUp": {
    weakest: "anonymous",
    call: (as) =>
      as.account.signUp({
        name: "N",
        email: `${randomUUID()}@example.org`,
        password: "long enough",
      }),
  },
  "account.signUpPolicy": { weakest: "anonymous", call: (as) => as.account.signUpPolicy() },
  "account.me": { weakest: "outsider", call: (as) => as.account.me() },
  "invitations.preview": {
    weakest: "anonymous",
    call: async (as, w) => {
      const { secret } = await w.as("owner").invitations.create({ projectId: w.projectId, role: "viewer" });
      return as.invitations.preview({ secret });
    },
  },
  "invitations.accept": {
    weakest: "outsider",
    call: async (as, w) => {
      const { secret } = await w.as("owner").invitations.create({ projectId: w.projectId, role: "viewer" });
      const answer = await as.invitations.accept({ secret });
      await w.database.pool.query("delete from members where user_id = $1", [w.userIds.outsider]);
      return answer;
    },
  },
  "invitations.create": {
    weakest: "owner",
    call: (as, w) => as.invitations.create({ projectId: w.projectId, role: "annotator" }),
  },
  "invitations.list": {
    weakest: "owner",
    call: (as, w) => as.invitations.list({ projectId: w.projectId }),
  },
  "invitations.revoke": {
    weakest: "owner",
    call: async (as, w) => {
      const { id } = await w.as("owner").invitations.create({ projectId: w.projectId, role: "viewer" });
      await as.invitations.revoke({ projectId: w.projectId, invitationId: id });
    },
  },
  "members.list": { weakest: "viewer", call: (as, w) => as.members.list({ projectId: w.projectId }) },
  "members.setRole": {
    weakest: "owner",
    call: (as, w) => as.members.setRole({ projectId: w.projectId, userId: w.userIds.viewer, role: "viewer" }),
  },
  "members.remove": {
    weakest: "owner",
    call: async (as, w) => {
      const email = `${randomUUID()}@example.org`;
      const { userId } = await w
        .as("anonymous")
        .account.signUp({ name: "N", email, password: "long enough" });
      await addMember(w.services.db, { projectId: w.projectId, userId, role: "viewer" });
      await as.members.remove({ projectId: w.projectId, userId: userIdSchema.parse(userId) });
    },
  },
  "projects.list": { weakest: "outsider", call: (as) => as.projects.list() },
  "projects.create": {
    weakest: "outsider",
    call: (as, w) =>
      as.projects.create({
        name: "New",
        description: "",
        classifierId: w.classifierId,
        segmenterId: w.segmenterId,
        backgroundInScores: true,
        parts,
        groups,
      }),
  },
  "projects.get": { weakest: "viewer", call: (as, w) => as.projects.get({ projectId: w.projectId }) },
  "projects.update": {
    weakest: "owner",
    call: (as, w) => as.projects.update({ projectId: w.projectId, description: "New words" }),
  },
  "parts.replace": {
    weakest: "owner",
    call: (as, w) => as.parts.replace({ projectId: w.projectId, parts }),
  },
  "groups.replace": {
    weakest: "owner",
    call: (as, w) => as.groups.replace({ projectId: w.projectId, groups }),
  },
  "models.list": { weakest: "outsider", call: (as) => as.models.list() },
  "models.known": { weakest: "outsider", call: (as) => as.models.known() },
  "models.recognise": {
    weakest: "outsider",
    call: (as) => as.models.recognise({ sha256: sha256Schema.parse("0".repeat(64)) }),
  },
  "models.fetch": {
    weakest: "owner",
    outsider: "FORBIDDEN",
    call: async (as, w) => {
      await onlyTheirRole(w);
      await as.models.fetch({ name: "squeezenet" });
    },
  },
  "models.cancelFetch": {
    weakest: "owner",
    outsider: "FORBIDDEN",
    call: async (as, w) => {
      await onlyTheirRole(w);
      await as.models.cancelFetch({ name: "squeezenet" });
    },
  },
  "models.randomise": {
    weakest: "owner",
    outsider: "FORBIDDEN",
    call: async (as, w) => {
      await onlyTheirRole(w);
      // Nothing is explained: being told so is being allowed to ask.
      await as.models.randomise({ modelId: modelIdSchema.parse(w.classifierId) }).catch((error) => {
        if (!/needs photographs/.test(error.message)) throw error;
      });
    },
  },
  "models.register": {
    weakest: "owner",
    outsider: "FORBIDDEN",
    call: async (as, w) => {
      await onlyTheirRole(w);
      const { sha256 } = await w.services.blobs.put(new Uint8Array([1, 2, 3]));
      const transform = { size: { width: 8, height: 8 }, resize: "stretch" as const, mean, std };
      const draft = { kind: "classifier" as const, name: "N", sha256, classNames: ["a"], transform };
      // Those bytes are no network: getting as far as being told so is being allowed to ask.
      await as.models.register(draft).catch((error) => {
        if (error.code !== "UNSUPPORTED_MEDIA_TYPE") throw error;
      });
    },
  },
  "images.list": { weakest: "viewer", call: (as, w) => as.images.list({ projectId: w.projectId }) },
  "images.get": { weakest: "viewer", call: (as, w) => as.images.get(image(w)) },
  "images.retry": { weakest: "annotator", call: (as, w) => as.images.retry(image(w)) },
  "images.remove": {
    weakest: "owner",
    call: async (as, w) => {
      const sha = randomUUID();
      const { rows } = await w.database.pool.query(
        "insert into images (project_id, name, sha256, bytes, mime) values ($1, 'x', $2, 1, 'image/png') returning id",
        [w.projectId, sha],
      );
      await as.images.remove({ projectId: w.projectId, imageId: rows[0].id });
    },
  },
  "revisions.freeze": { weakest: "annotator", call: (as, w) => as.revisions.freeze(image(w)) },
  "revisions.list": { weakest: "viewer", call: (as, w) => as.revisions.list(image(w)) },
  "reviews.queue": { weakest: "viewer", call: (as, w) => as.reviews.queue({ projectId: w.projectId }) },
  "reviews.progress": {
    weakest: "viewer",
    call: (as, w) => as.reviews.progress({ projectId: w.projectId }),
  },
  "reviews.ofImage": { weakest: "viewer", call: (as, w) => as.reviews.ofImage(image(w)) },
  "reviews.get": { weakest: "viewer", call: async (as, w) => as.reviews.get(await submitted(w)) },
  "reviews.decide": {
    weakest: "reviewer",
    call: async (as, w) => {
      const { parts: all } = await w.as("owner").projects.get({ projectId: w.projectId });
      const revision = await submitted(w);
      await as.reviews.decide({
        ...revision,
        decisions: [{ partId: all[0]!.id, verdict: "undecided", seen: null }],
      });
    },
  },
  "reviews.comment": {
    weakest: "reviewer",
    call: async (as, w) => as.reviews.comment({ ...(await submitted(w)), x: 1, y: 1, text: "Here" }),
  },
  "reviews.settleComment": {
    weakest: "annotator",
    call: async (as, w) => as.reviews.settleComment({ ...(await pinned(w)), done: true }),
  },
  "reviews.removeComment": {
    weakest: "reviewer",
    // An owner may remove comments too, but only their own: being told so is being allowed to ask.
    call: async (as, w) =>
      as.reviews.removeComment(await pinned(w)).catch((error) => {
        if (!/Only reviewer can/.test(error.message)) throw error;
      }),
  },
  "reviews.close": {
    weakest: "reviewer",
    call: async (as, w) => as.reviews.close({ ...(await submitted(w)), expects: "approve" }).catch(undecided),
  },
  "reviews.reopen": {
    weakest: "reviewer",
    call: async (as, w) =>
      as.reviews.reopen({ ...(await submitted(w)), note: "Why not" }).catch((error) => {
        if (error.code !== "CONFLICT") throw error;
      }),
  },
  "scores.project": {
    weakest: "viewer",
    call: (as, w) => as.scores.project({ projectId: w.projectId }),
  },
  "selections.list": {
    weakest: "viewer",
    call: (as, w) => as.selections.list({ projectId: w.projectId }),
  },
  "selections.create": {
    weakest: "annotator",
    call: (as, w) => as.selections.create({ projectId: w.projectId, ...looks, made: lasso }),
  },
  "selections.update": {
    weakest: "owner",
    call: async (as, w) => {
      const { id } = await w.as("owner").selections.create({ projectId: w.projectId, ...looks, made: lasso });
      await as.selections.update({ projectId: w.projectId, selectionId: id, name: "Renamed" });
    },
  },
  "selections.remove": {
    weakest: "owner",
    call: async (as, w) => {
      const { id } = await w.as("owner").selections.create({ projectId: w.projectId, ...looks, made: lasso });
      await as.selections.remove({ projectId: w.projectId, selectionId: id });
    },
  },
  "findings.list": { weakest: "viewer", call: (as, w) => as.findings.list({ projectId: w.projectId }) },
  "findings.create": { weakest: "annotator", call: async (as, w) => as.findings.create(await draft(w)) },
  "findings.get": { weakest: "viewer", call: async (as, w) => as.findings.get(await finding(w)) },
  "findings.now": { weakest: "viewer", call: async (as, w) => as.findings.now(await finding(w)) },
  "findings.map": { weakest: "viewer", call: async (as, w) => as.findings.map(await finding(w)) },
  "findings.update": {
    weakest: "owner",
    call: async (as, w) => as.findings.update({ ...(await finding(w)), title: "Renamed" }),
  },
  "findings.remove": { weakest: "owner", call: async (as, w) => as.findings.remove(await finding(w)) },
  "findings.comment": {
    weakest: "annotator",
    call: async (as, w) => as.findings.comment({ ...(await finding(w)), text: "Said" }),
  },
  "findings.uncomment": {
    weakest: "annotator",
    call: async (as, w) => {
      const ref = { ...(await finding(w)), commentId: randomUUID() };
      // There is no such comment: being told so is being allowed to ask.
      await as.findings.uncomment(ref).catch((error) => {
        if (!/no such comment/.test(error.message)) throw error;
      });
    },
  },
  "layouts.get": {
    weakest: "viewer",
    call: (as, w) => as.layouts.get({ projectId: w.projectId, key: "k" }),
  },
  "layouts.save": {
    weakest: "annotator",
    call: (as, w) => as.layouts.save({ projectId: w.projectId, key: "k", parameters: {}, positions: {} }),
  },
  "live.onModels": { weakest: "outsider", call: (as) => as.live.onModels() },
  "live.onProject": {
    weakest: "viewer",
    call: (as, w) => as.live.onProject({ projectId: w.projectId }),
  },
};

/** `outsider` stands for anybody with an account; project roles include all weaker ones. */
function maySay(who: Who, weakest: Weakest): boolean {
  if (weakest === "anonymous") return true;
  if (weakest === "outsider") return who !== "anonymous";
  const strength = (w: Who) => (ROLES as readonly string[]).indexOf(w);
  return strength(who) >= strength(weakest) && strength(who) >= 0;
}

describe("who may call what", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  it("has a row for every procedure, and no other", () => {
    expect(Object.keys(TABLE).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
  });

  for (const [path, { weakest, call, outsider = "NOT_FOUND" }] of Object.entries(TABLE)) {
    for (const who of WHO) {
      const allowed = maySay(who, weakest);
      it(`${path} is ${allowed ? "allowed to" : "refused to"} ${who}`, async () => {
        const outcome = await call(world.as(who), world).then(
          () => "done",
          (error: unknown) => (error instanceof TRPCError ? error.code : Promise.reject(error)),
        );
        const refusal = who === "anonymous" ? "UNAUTHORIZED" : who === "outsider" ? outsider : "FORBIDDEN";
        expect(outcome).toBe(allowed ? "done" : refusal);
      });
    }
  }
});
