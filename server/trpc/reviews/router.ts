import { router } from "../init";
import { close } from "./close";
import { comment } from "./comment";
import { decide } from "./decide";
import { get } from "./get";
import { ofImage } from "./of-image";
import { progress } from "./progress";
import { queue } from "./queue";
import { removeComment } from "./remove-comment";
import { reopen } from "./reopen";
import { settleComment } from "./settle-comment";

export const reviewsRouter = router({
  queue,
  progress,
  get,
  ofImage,
  decide,
  comment,
  settleComment,
  removeComment,
  close,
  reopen,
});
