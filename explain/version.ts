/** Part of every cache key: raise it whenever the compiler may emit another graph for the same input. */
export const COMPILER_VERSION = "1.4.5";
