import { Worker } from "node:worker_threads";

/**
 * Starts a worker thread on a TypeScript module. A thread does not inherit tsx on every supported Node, so it
 * registers tsx itself and then imports the module, which finds its job in `workerData.job`.
 */
export function startThread<Job>(module: string, job: Job): Worker {
  const boot = `
    const { workerData } = require("node:worker_threads");
    import(workerData.tsx).then(({ register }) => { register(); return import(workerData.module); });
  `;
  return new Worker(boot, {
    eval: true,
    workerData: { tsx: import.meta.resolve("tsx/esm/api"), module, job },
  });
}

/** Resolves when the thread has ended well. */
export function finished(thread: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.on("error", reject);
    thread.on("exit", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`A render thread ended with code ${code}; see its output above.`)),
    );
  });
}
