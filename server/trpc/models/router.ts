import { router } from "../init";
import { cancelFetch } from "./cancel-fetch";
import { fetch } from "./fetch";
import { known } from "./known";
import { list } from "./list";
import { randomise } from "./randomise";
import { recognise } from "./recognise";
import { register } from "./register";

export const modelsRouter = router({ list, known, fetch, cancelFetch, recognise, register, randomise });
