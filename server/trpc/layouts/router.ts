import { router } from "../init";
import { get } from "./get";
import { save } from "./save";

export const layoutsRouter = router({ get, save });
