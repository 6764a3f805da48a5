import { findingFile } from "@/server/findings/finding-file";
import { handle } from "@/server/http/handle";
import { services } from "@/server/services/process";

/** `report.html` or `images.csv`. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ findingId: string; file: string }> },
): Promise<Response> {
  const input = await params;
  return handle(request, services, ({ services: s, user }) => findingFile(s, user, input));
}
