import { router } from "../init";
import { create } from "./create";
import { list } from "./list";
import { remove } from "./remove";
import { update } from "./update";

export const selectionsRouter = router({ list, create, update, remove });
