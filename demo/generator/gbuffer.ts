/** Per-pixel results of tracing, before fur and lens. Row-major, one entry a pixel. */
export interface GBuffer {
  width: number;
  height: number;
  /** Linear RGB, three entries a pixel. */
  colour: Float32Array;
  /** Distance along the view axis. */
  depth: Float32Array;
  /** 0: backdrop; otherwise actor index + 1. */
  actor: Uint8Array;
  /** Part of that actor. */
  part: Uint8Array;
  /** Strand displacement in pixels (x, y), zero where nothing grows. */
  strand: Float32Array;
  /** Chance of a strand. */
  density: Float32Array;
  /** Share of the key light, for tests of what a missing part may change. */
  light: Float32Array;
}

export function createGBuffer(width: number, height: number): GBuffer {
  const n = width * height;
  return {
    width,
    height,
    colour: new Float32Array(3 * n),
    depth: new Float32Array(n),
    actor: new Uint8Array(n),
    part: new Uint8Array(n),
    strand: new Float32Array(2 * n),
    density: new Float32Array(n),
    light: new Float32Array(n),
  };
}
