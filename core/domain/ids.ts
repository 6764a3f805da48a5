import { z } from "zod";

/** A uuid that names one kind of thing; the brand keeps an image's id out of a part's place. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };

export type UserId = Id<"user">;
export type ProjectId = Id<"project">;
export type PartId = Id<"part">;
export type ModelId = Id<"model">;
export type ImageId = Id<"image">;
export type DocumentId = Id<"document">;
export type RevisionId = Id<"revision">;
export type SelectionId = Id<"selection">;
export type ClassGroupId = Id<"classGroup">;

const idSchema = <Kind extends string>() => z.uuid().transform((value) => value as Id<Kind>);

export const userIdSchema = idSchema<"user">();
export const projectIdSchema = idSchema<"project">();
export const partIdSchema = idSchema<"part">();
export const modelIdSchema = idSchema<"model">();
export const imageIdSchema = idSchema<"image">();
export const documentIdSchema = idSchema<"document">();
export const revisionIdSchema = idSchema<"revision">();

/** Hex sha256 of a blob's bytes, or of an artefact's inputs: the address of content. */
export type Sha256 = string & { readonly __kind: "sha256" };
export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((value) => value as Sha256);
