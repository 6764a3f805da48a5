/**
 * Adds up the channels of a C×H×W relevance (row-major), giving H×W: the relevance of a pixel is that of all
 * its channels. Throws a RangeError when the length is not C·H·W.
 */
export function sumChannels(
  relevance: Float32Array,
  channels: number,
  height: number,
  width: number,
): Float32Array {
  const plane = height * width;
  if (relevance.length !== channels * plane) {
    throw new RangeError(
      `Expected ${channels}×${height}×${width} = ${channels * plane} values of relevance, got ${relevance.length}.`,
    );
  }
  const out = new Float32Array(plane);
  for (let i = 0; i < plane; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += relevance[c * plane + i]!;
    out[i] = sum;
  }
  return out;
}
