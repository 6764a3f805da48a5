import { handle } from "@/server/http/handle";
import { services } from "@/server/services/process";
import { imageFile } from "@/server/uploads/image-file";

/** `display`, `thumb`, `original`, `silhouette`, `relevance` (raw float32) or `relevance.npy`; `?v=` its key. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ imageId: string; file: string }> },
): Promise<Response> {
  const { imageId, file } = await params;
  const version = new URL(request.url).searchParams.get("v");
  return handle(request, services, ({ services: s, user }) =>
    imageFile(s, user, { imageId, file, version, ifNoneMatch: request.headers.get("if-none-match") }),
  );
}
