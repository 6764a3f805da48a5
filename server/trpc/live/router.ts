import { router } from "../init";
import { onProject } from "./on-project";

export const liveRouter = router({ onProject });
