import { requireNetworkKeeper } from "@/server/access/networks";
import { handle } from "@/server/http/handle";
import { receiveModelFile } from "@/server/models/receive-file";
import { services } from "@/server/services/process";

/** A network's file as the request's body; answers with its address for `models.register`. */
export async function PUT(request: Request): Promise<Response> {
  return handle(request, services, async ({ services: s, user }) => {
    await requireNetworkKeeper(s.db, { userId: user.id });
    return Response.json(await receiveModelFile(s, request.body));
  });
}
