import { router } from "../init";
import { list } from "./list";
import { remove } from "./remove";
import { setRole } from "./set-role";

export const membersRouter = router({ list, setRole, remove });
