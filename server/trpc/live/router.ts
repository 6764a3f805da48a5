import { router } from "../init";
import { onModels } from "./on-models";
import { onProject } from "./on-project";

export const liveRouter = router({ onProject, onModels });
