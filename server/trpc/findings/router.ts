import { router } from "../init";
import { comment } from "./comment";
import { create } from "./create";
import { get } from "./get";
import { list } from "./list";
import { map } from "./map";
import { now } from "./now";
import { remove } from "./remove";
import { uncomment } from "./uncomment";
import { update } from "./update";

export const findingsRouter = router({ list, get, now, map, create, update, remove, comment, uncomment });
