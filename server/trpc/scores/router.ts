import { router } from "../init";
import { project } from "./project";

export const scoresRouter = router({ project });
