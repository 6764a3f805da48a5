import { router } from "../init";
import { replace } from "./replace";

export const groupsRouter = router({ replace });
