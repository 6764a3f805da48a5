type Task = () => Promise<unknown>;

/** As many urgent tasks may go ahead of one that yields; then it is its turn, so that it ends some day. */
const MOST_AHEAD = 50;

/** One task at a time, in the order of asking. Tasks that yield let all others go first. */
export class Turns {
  private readonly urgent: Task[] = [];
  private readonly yielding: Task[] = [];
  private running = false;
  private ahead = 0;

  take<T>(task: () => Promise<T>, { yields = false } = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      (yields ? this.yielding : this.urgent).push(() => task().then(resolve, reject));
      void this.work();
    });
  }

  private async work(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (let task = this.next(); task; task = this.next()) await task();
    this.running = false;
  }

  private next(): Task | undefined {
    const patience = this.yielding.length === 0 || this.ahead < MOST_AHEAD;
    const task = patience ? this.urgent.shift() : undefined;
    if (task) this.ahead = this.yielding.length === 0 ? 0 : this.ahead + 1;
    else this.ahead = 0;
    return task ?? this.yielding.shift();
  }
}
