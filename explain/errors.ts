/** Every way in which reading, compiling or running can fail. The list is closed: callers may switch over it. */
export const EXPLAIN_ERROR_CODES = [
  "NOT_ONNX",
  "LFS_POINTER",
  "TRUNCATED",
  "TOO_LARGE",
  "EXTERNAL_DATA_MISSING",
  "EXTERNAL_DATA_REFUSED",
  "INVALID_GRAPH",
  "UNSUPPORTED_OP",
  "UNSUPPORTED_MODEL",
  "BAD_OPTION",
  "BAD_INPUT",
  "CANCELLED",
  "RUNTIME",
] as const;

export type ExplainErrorCode = (typeof EXPLAIN_ERROR_CODES)[number];

/** The only error this package throws on purpose; `message` is one line that says what to do. */
export class ExplainError extends Error {
  readonly code: ExplainErrorCode;

  constructor(code: ExplainErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "ExplainError";
    this.code = code;
  }
}
