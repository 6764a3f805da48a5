import { absentOf } from "../schema";
import { type EditContext, transact } from "./context";

/** Says that a part cannot be seen in this photograph, or takes that back. False when it was so already. */
export function setAbsent(context: EditContext, partId: string, absent: boolean): boolean {
  const map = absentOf(context.doc);
  if ((map.get(partId) === true) === absent) return false;
  return transact(context, () => {
    if (absent) map.set(partId, true);
    else map.delete(partId);
    return true;
  });
}
