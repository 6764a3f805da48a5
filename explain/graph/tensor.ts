/** Constant tensors. Integers and booleans are kept as doubles: exact to 2^53, far beyond any shape. */
export type TensorKind = "float" | "int" | "bool";

export interface Tensor {
  readonly dims: readonly number[];
  readonly kind: TensorKind;
  /** Row-major values; decoded on first use, so that weights nobody looks at are never copied. */
  readonly data: Float32Array | Float64Array;
  /** Little-endian float32 bytes of `data`, where they exist already (in the model file). */
  readonly raw?: Uint8Array;
  /** Element type in the model file (`DataType`), where the tensor stands there. */
  readonly dataType?: number;
}

export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, d) => product * d, 1);
}

export function floatTensor(dims: readonly number[], data: ArrayLike<number>): Tensor {
  const values = data instanceof Float32Array ? data : Float32Array.from(data);
  return { dims: [...dims], kind: "float", data: values };
}

export function intTensor(dims: readonly number[], data: ArrayLike<number>): Tensor {
  return { dims: [...dims], kind: "int", data: Float64Array.from(data) };
}

/**
 * A tensor whose values are produced when first asked for. `raw` gives its bytes afresh each time, from a file say, so that
 * weights which are only passed on are never all in memory.
 */
export function lazyTensor(
  dims: readonly number[],
  kind: TensorKind,
  load: () => Float32Array | Float64Array,
  raw?: () => Uint8Array | undefined,
  dataType?: number,
): Tensor {
  let values: Float32Array | Float64Array | undefined;
  return {
    dims: [...dims],
    kind,
    dataType,
    get raw() {
      return raw?.();
    },
    get data() {
      values ??= load();
      return values;
    },
  };
}

export function reshapeTensor(tensor: Tensor, dims: readonly number[]): Tensor {
  return lazyTensor(
    dims,
    tensor.kind,
    () => tensor.data,
    () => tensor.raw,
    tensor.dataType,
  );
}

/** Elementwise, when first asked for. */
export function mapTensor(tensor: Tensor, f: (value: number, index: number) => number): Tensor {
  return lazyTensor(tensor.dims, "float", () => Float32Array.from(tensor.data, f));
}

const derivations = new WeakMap<Tensor, Map<string, Tensor>>();

/** A tensor computed from another one, once for each `key`: layers that share weights go on sharing them. */
export function derived(tensor: Tensor, key: string, make: (tensor: Tensor) => Tensor): Tensor {
  let known = derivations.get(tensor);
  if (!known) {
    known = new Map();
    derivations.set(tensor, known);
  }
  let result = known.get(key);
  if (!result) {
    result = make(tensor);
    known.set(key, result);
  }
  return result;
}

export function stridesOf(dims: readonly number[]): number[] {
  const strides = new Array<number>(dims.length).fill(1);
  for (let i = dims.length - 2; i >= 0; i--) strides[i] = strides[i + 1]! * dims[i + 1]!;
  return strides;
}

/** NumPy broadcasting of two shapes, or null where they do not fit. */
export function broadcastDims(a: readonly number[], b: readonly number[]): number[] | null {
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return null;
    result.push(x === 1 ? y : x);
  }
  return result;
}

export function transposeTensor(tensor: Tensor, perm: readonly number[]): Tensor {
  const dims = perm.map((p) => tensor.dims[p]!);
  const from = stridesOf(tensor.dims);
  const steps = perm.map((p) => from[p]!);
  const data = new (tensor.kind === "float" ? Float32Array : Float64Array)(sizeOf(dims));
  const index = new Array<number>(dims.length).fill(0);
  let at = 0;
  for (let i = 0; i < data.length; i++) {
    data[i] = tensor.data[at]!;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      at += steps[axis]!;
      if (index[axis]! < dims[axis]!) break;
      at -= steps[axis]! * dims[axis]!;
      index[axis] = 0;
    }
  }
  return { dims, kind: tensor.kind, data };
}
