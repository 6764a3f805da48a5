import { handle } from "@/server/http/handle";
import { services } from "@/server/services/process";
import { receivePhoto } from "@/server/uploads/photo";

/** One photograph as the request's body; `?name=` its file name. */
export async function PUT(
  request: Request,
  { params }: { params: Promise<{ projectId: string }> },
): Promise<Response> {
  const { projectId } = await params;
  const name = new URL(request.url).searchParams.get("name") ?? "";
  return handle(request, services, async ({ services: s, user }) =>
    Response.json(await receivePhoto(s, user, { projectId, name }, request.body)),
  );
}
