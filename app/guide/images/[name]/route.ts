import { readGuideImage } from "@/server/guide/pages";

/** Pictures of the guide: they are part of the program and nobody's secret. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ name: string }> },
): Promise<Response> {
  const found = await readGuideImage(process.cwd(), (await params).name);
  if (!found) return new Response("There is no such picture.", { status: 404 });
  return new Response(new Uint8Array(found.bytes), {
    headers: { "content-type": found.type, "cache-control": "public, max-age=3600" },
  });
}
