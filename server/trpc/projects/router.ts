import { router } from "../init";
import { create } from "./create";
import { get } from "./get";
import { list } from "./list";
import { update } from "./update";

export const projectsRouter = router({ list, get, create, update });
