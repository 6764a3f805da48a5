import type { InputTransform } from "@/core/domain/spaces";
import type { ModelRow } from "@/db/queries/models";
import type { Networks } from "../onnx/networks";
import type { SegmentationLogits } from "../onnx/silhouette";

export const TEST_TRANSFORM: InputTransform = {
  size: { width: 8, height: 8 },
  resize: "stretch",
  scale: 1 / 255,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: "RGB",
};

/** Stands in for networks where the test is about the order of things: three classes, a square in the middle. */
export class FakeNetworks implements Networks {
  runs = 0;
  beforeRun: (() => Promise<void>) | null = null;
  explainError: Error | null = null;
  dropsError: Error | null = null;

  async classify(_model: ModelRow, input: Float32Array): Promise<Float32Array> {
    await this.run();
    return Float32Array.of(1, 2 + input[0]!, 0);
  }

  async explain(_model: ModelRow, input: Float32Array) {
    await this.run();
    if (this.explainError) throw this.explainError;
    return { relevance: input, shape: [3, 8, 8], logits: Float32Array.of(1, 2, 0), absorbed: 0.5 };
  }

  /** A part's drop is its label plus one. */
  async partDrops(_model: ModelRow, _input: Float32Array, _target: number, labels: Uint8Array) {
    await this.run();
    if (this.dropsError) throw this.dropsError;
    const found = [...new Set(labels)].filter((label) => label !== 255).sort((a, b) => a - b);
    return found.map((index) => ({ index, drop: index + 1 }));
  }

  async segment(): Promise<SegmentationLogits> {
    await this.run();
    const data = new Float32Array(2 * 8 * 8);
    for (let y = 2; y < 6; y++) data.fill(1, 64 + y * 8 + 2, 64 + y * 8 + 6);
    return { classes: 2, width: 8, height: 8, data };
  }

  async close(): Promise<void> {}

  private async run() {
    this.runs++;
    await this.beforeRun?.();
  }
}
