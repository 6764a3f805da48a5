import { router } from "../init";
import { get } from "./get";
import { list } from "./list";
import { remove } from "./remove";
import { retry } from "./retry";

export const imagesRouter = router({ list, get, remove, retry });
