/** A long computation that can be left off between steps: a server answers others meanwhile. */
export type Steps<Result> = Generator<void, Result, void>;

/** Runs all steps without a pause. */
export function inOneGo<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
