import { router } from "../init";
import { replace } from "./replace";

export const partsRouter = router({ replace });
