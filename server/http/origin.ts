import { AppError } from "@/core/domain/errors";

/**
 * Refuses a state-changing request that another site's page made a browser send. Browsers always name the
 * origin of such requests; programs that name none carry no ambient cookies worth stealing.
 * @throws AppError `forbidden`
 */
export function requireSameOrigin(headers: Headers, publicUrl: string): void {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (origin === null) {
    if (site === null || site === "same-origin" || site === "none") return;
  } else if (origin === publicUrl || hostOf(origin) === headers.get("host")) return;
  throw new AppError("forbidden", "This request came from another site and was refused.");
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
