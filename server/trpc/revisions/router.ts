import { router } from "../init";
import { freeze } from "./freeze";
import { list } from "./list";

export const revisionsRouter = router({ freeze, list });
