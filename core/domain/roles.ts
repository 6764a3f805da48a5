/** Weakest first; a role may do all that the roles before it may do. */
export const ROLES = ["viewer", "annotator", "reviewer", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** What can be done in a project, and the weakest role that may do it. The server asks this table, nothing else. */
export const PERMISSIONS = {
  "project.view": "viewer",
  "annotation.edit": "annotator",
  "revision.submit": "annotator",
  "photo.upload": "annotator",
  "selection.create": "annotator",
  "finding.create": "annotator",
  "finding.discuss": "annotator",
  "revision.review": "reviewer",
  "photo.delete": "owner",
  "selection.manageAny": "owner",
  "finding.manageAny": "owner",
  "project.configure": "owner",
  "member.manage": "owner",
} as const satisfies Record<string, Role>;

export type Action = keyof typeof PERMISSIONS;

export function may(role: Role, action: Action): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(PERMISSIONS[action]);
}
