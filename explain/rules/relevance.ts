import type { Builder } from "../emit/builder";

/**
 * Relevance at a value, in the form in which it was found. Most rules make it as `value ⊙ factor`; the next rule down
 * divides by the same value at once. Keeping the two apart spares a pass over memory each, and tells that relevance is
 * exactly 0 wherever the value is 0.
 */
export interface Relevance {
  /** R, emitted when first asked for. */
  plain(): string;
  /** What has been emitted: R itself, or the factor or quotient it is made of. All are shaped like the value R is at. */
  readonly name: string;
  /** R = value ⊙ factor */
  readonly product?: { readonly value: string; readonly factor: string };
  /** R = stab(value) ⊙ quotient, with this ε: the division has been done already. */
  readonly divided?: { readonly value: string; readonly epsilon: number; readonly quotient: string };
}

export function plain(name: string): Relevance {
  return { name, plain: () => name };
}

export function product(b: Builder, value: string, factor: string): Relevance {
  let name: string | undefined;
  return {
    name: factor,
    product: { value, factor },
    plain: () => {
      name ??= b.mul(value, factor);
      return name;
    },
  };
}

/** R = stab(value) ⊙ quotient for a value that cannot be negative. */
export function divided(b: Builder, value: string, epsilon: number, quotient: string): Relevance {
  let name: string | undefined;
  return {
    name: quotient,
    divided: { value, epsilon, quotient },
    plain: () => {
      name ??= b.mul(b.add(value, b.scalar(epsilon)), quotient);
      return name;
    },
  };
}

/** What arrives at one value from several consumers adds up. */
export function total(b: Builder, parts: readonly Relevance[]): Relevance {
  const [first] = parts;
  if (parts.length === 1) return first!;
  const value = first!.product?.value;
  if (value !== undefined && parts.every((p) => p.product?.value === value)) {
    return product(b, value, b.sum(parts.map((p) => p.product!.factor)));
  }
  return plain(b.sum(parts.map((p) => p.plain())));
}
