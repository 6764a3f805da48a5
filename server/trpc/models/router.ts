import { router } from "../init";
import { list } from "./list";
import { register } from "./register";

export const modelsRouter = router({ list, register });
