import type { Explainer } from "./explainer";

export interface PoolOptions {
  /** Explainers kept ready at most, those in use included; default 2. */
  readonly maxSessions?: number;
}

interface Entry {
  readonly explainer: Promise<Explainer>;
  users: number;
  /** Grows with every use: the lowest is the longest unused. */
  usedAt: number;
}

/**
 * Keeps explainers ready between uses, at most so many at a time. A caller that needs one more waits until one that is not
 * in use can make way, so memory stays bounded.
 */
export class ExplainerPool {
  private readonly entries = new Map<string, Entry>();
  private readonly waiting: (() => void)[] = [];
  private tick = 0;
  private readonly max: number;

  constructor(options: PoolOptions = {}) {
    this.max = Math.max(1, options.maxSessions ?? 2);
  }

  get size(): number {
    return this.entries.size;
  }

  /**
   * Runs `use` with the explainer named `key` (its graph hash, or model digest and options), making it first if need be.
   */
  async with<T>(
    key: string,
    make: () => Promise<Explainer>,
    use: (explainer: Explainer) => Promise<T>,
  ): Promise<T> {
    const entry = await this.acquire(key, make);
    try {
      return await use(await entry.explainer);
    } catch (error) {
      // An explainer that could not be made must not be handed to the next caller.
      const broken = await entry.explainer.then(
        () => false,
        () => true,
      );
      if (broken && this.entries.get(key) === entry) this.entries.delete(key);
      throw error;
    } finally {
      entry.users--;
      this.waiting.shift()?.();
    }
  }

  private async acquire(key: string, make: () => Promise<Explainer>): Promise<Entry> {
    for (;;) {
      const known = this.entries.get(key);
      if (known) {
        known.users++;
        known.usedAt = ++this.tick;
        return known;
      }
      if (this.entries.size < this.max) {
        const entry: Entry = { explainer: make(), users: 1, usedAt: ++this.tick };
        entry.explainer.catch(() => undefined);
        this.entries.set(key, entry);
        return entry;
      }
      const idle = [...this.entries]
        .filter(([, e]) => e.users === 0)
        .sort(([, a], [, b]) => a.usedAt - b.usedAt)[0];
      if (idle) {
        this.entries.delete(idle[0]);
        await (await idle[1].explainer.catch(() => null))?.dispose();
      } else {
        await new Promise<void>((resolve) => this.waiting.push(resolve));
      }
    }
  }

  /** Lets go of everything; explainers in use end their run first. */
  async dispose(): Promise<void> {
    const all = [...this.entries.values()];
    this.entries.clear();
    for (const entry of all) await (await entry.explainer.catch(() => null))?.dispose();
  }
}
