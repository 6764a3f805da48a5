/** Every way the product refuses something. Closed: a new refusal gets a new code here and a status below. */
export const ERROR_STATUS = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  invalid_input: 400,
  too_large: 413,
  unsupported_media: 415,
  unsupported_model: 422,
  rate_limited: 429,
  not_ready: 409,
  unavailable: 503,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** An error a person may read: `message` says what happened and what to do; `cause` keeps the original. */
export class AppError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
  }
}

/** The sentence to show a person for anything thrown; unknown errors do not leak their insides. */
export function readableMessage(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return "Something went wrong on our side. Nothing was lost; try again, and tell the owner if it stays.";
}
