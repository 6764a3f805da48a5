import { router } from "../init";
import { accept } from "./accept";
import { create } from "./create";
import { list } from "./list";
import { preview } from "./preview";
import { revoke } from "./revoke";

export const invitationsRouter = router({ create, list, revoke, preview, accept });
