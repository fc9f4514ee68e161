/**
 * Which spins are tied to be equal or opposite: classes with signs, joined by size without shortcuts, so that the last
 * tie can be undone. Holds n + 1 spins; the last is always +1.
 */
export class Ties {
  readonly parent: Int32Array;
  /** Sign of a spin against its parent. */
  readonly sign: Int8Array;
  readonly #size: Int32Array;
  readonly #joined: number[] = [];

  constructor(n: number) {
    this.parent = Int32Array.from({ length: n + 1 }, (_, i) => i);
    this.sign = new Int8Array(n + 1).fill(1);
    this.#size = new Int32Array(n + 1).fill(1);
  }

  /** Root of the class of spin i. O(log n). */
  root(i: number): number {
    let r = i;
    while (this.parent[r] !== r) r = this.parent[r]!;
    return r;
  }

  /** Sign of spin i against its root. */
  signToRoot(i: number): number {
    let sign = 1;
    for (let r = i; this.parent[r] !== r; r = this.parent[r]!) sign *= this.sign[r]!;
    return sign;
  }

  /** Ties spins of two different classes: s_i = sign s_j. */
  join(i: number, j: number, sign: number): void {
    let a = this.root(i);
    let b = this.root(j);
    const between = sign * this.signToRoot(i) * this.signToRoot(j);
    if (this.#size[a]! > this.#size[b]!) [a, b] = [b, a];
    this.parent[a] = b;
    this.sign[a] = between;
    this.#size[b]! += this.#size[a]!;
    this.#joined.push(a);
  }

  /** Takes the last tie back. */
  undo(): void {
    const a = this.#joined.pop()!;
    this.#size[this.parent[a]!]! -= this.#size[a]!;
    this.parent[a] = a;
    this.sign[a] = 1;
  }
}
