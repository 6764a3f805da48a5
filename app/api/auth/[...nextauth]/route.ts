import NextAuth from "next-auth";
import { authOptions } from "@/server/auth/options";
import { services } from "@/server/services/process";

async function handler(
  request: Request,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  return NextAuth(authOptions(await services()))(request, context);
}

export { handler as GET, handler as POST };
