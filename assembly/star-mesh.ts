/**
 * Stars into meshes with SIMD, the twin of src/linalg/star-mesh.ts. Addresses are bytes, strides count doubles. Sums are taken
 * in the twin's order, so that both give the same bits.
 */

/** Unknowns that go together: what stays is read and written once for so many. */
export const PANEL: i32 = 32;

/** Four sums side by side, then what is left. */
function sumOf(x: usize, n: i32): f64 {
  let low = f64x2.splat(0);
  let high = low;
  const end = x + ((<usize>(n & ~3)) << 3);
  for (; x < end; x += 32) {
    low = f64x2.add(low, v128.load(x));
    high = f64x2.add(high, v128.load(x, 16));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (let l = n & 3; l > 0; l--) {
    sum += load<f64>(x);
    x += 8;
  }
  return sum;
}

/** y += factor * x, n doubles rounded up to a multiple of four. */
function addScaled(y: usize, x: usize, n: i32, factor: f64): void {
  const both = f64x2.splat(factor);
  const end = (<usize>((n + 3) & ~3)) << 3;
  for (let l: usize = 0; l < end; l += 32) {
    v128.store(y + l, f64x2.add(v128.load(y + l), f64x2.mul(both, v128.load(x + l))));
    v128.store(y + l, f64x2.add(v128.load(y + l, 16), f64x2.mul(both, v128.load(x + l, 16))), 16);
  }
}

/** Rows `from` down to `to` of the front, in blocks of four columns: block, row, column. */
function pack(out: usize, front: usize, step: usize, from: i32, to: i32, width: i32): void {
  const height = (<usize>(from - to + 1)) << 5;
  const end = (<usize>((width + 3) & ~3)) << 3;
  for (let s = from; s >= to; s--) {
    const row = front + <usize>s * step;
    let at = out;
    for (let l: usize = 0; l < end; l += 32) {
      v128.store(at, v128.load(row + l));
      v128.store(at, v128.load(row + l, 16), 16);
      at += height;
    }
    out += 32;
  }
}

/** c += x' y for blocks x and y of `height` rows of four columns; rows of c are `step` bytes apart. */
function addBlock(c: usize, step: usize, x: usize, y: usize, end: usize): void {
  const d = c + step;
  const e = d + step;
  const f = e + step;
  let c0 = v128.load(c);
  let c1 = v128.load(c, 16);
  let d0 = v128.load(d);
  let d1 = v128.load(d, 16);
  let e0 = v128.load(e);
  let e1 = v128.load(e, 16);
  let f0 = v128.load(f);
  let f1 = v128.load(f, 16);
  for (; y < end; y += 32) {
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    const a = v128.load64_splat(x);
    c0 = f64x2.add(c0, f64x2.mul(a, y0));
    c1 = f64x2.add(c1, f64x2.mul(a, y1));
    const b = v128.load64_splat(x, 8);
    d0 = f64x2.add(d0, f64x2.mul(b, y0));
    d1 = f64x2.add(d1, f64x2.mul(b, y1));
    const g = v128.load64_splat(x, 16);
    e0 = f64x2.add(e0, f64x2.mul(g, y0));
    e1 = f64x2.add(e1, f64x2.mul(g, y1));
    const h = v128.load64_splat(x, 24);
    f0 = f64x2.add(f0, f64x2.mul(h, y0));
    f1 = f64x2.add(f1, f64x2.mul(h, y1));
    x += 32;
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(d, d0);
  v128.store(d, d1, 16);
  v128.store(e, e0);
  v128.store(e, e1, 16);
  v128.store(f, f0);
  v128.store(f, f1, 16);
}

/**
 * Eliminates unknowns size - 1 down to `kept` of a network of conductances: stars become meshes. Lower triangle at `front`,
 * stride a multiple of four, at least `size` rounded up to one; what lies on and above the diagonal and in the rows that go is
 * overwritten. `room`: PANEL * (2 * stride + 1) doubles.
 */
export function starsToMesh(front: usize, stride: i32, size: i32, kept: i32, room: usize): void {
  const step = (<usize>stride) << 3;
  const shares = room + ((<usize>PANEL) << 3);
  const rows = shares + <usize>PANEL * step;
  while (size > kept) {
    const base = max(kept, size - PANEL);
    for (let s = size - 1; s >= base; s--) {
      const row = front + <usize>s * step;
      let sum = sumOf(row, s);
      if (sum === 0) sum = 1;
      store<f64>(room + ((<usize>(s - base)) << 3), sum);
      for (let t = s - 1; t >= base; t--) {
        const g = load<f64>(row + ((<usize>t) << 3));
        if (g !== 0) addScaled(front + <usize>t * step, row, t, g / sum);
      }
    }
    const height = (<usize>(size - base)) << 5;
    pack(rows, front, step, size - 1, base, base);
    // A share is what a conductance is of its star.
    for (let s = size - 1; s >= base; s--) {
      const sum = f64x2.splat(load<f64>(room + ((<usize>(s - base)) << 3)));
      let at = (<usize>(size - 1 - s)) << 5;
      for (let l: i32 = 0; l < base; l += 4) {
        v128.store(shares + at, f64x2.div(v128.load(rows + at), sum));
        v128.store(shares + at, f64x2.div(v128.load(rows + at, 16), sum), 16);
        at += height;
      }
    }
    let target = front;
    let share = shares;
    for (let a = 0; a < base; a += 4) {
      let at = target;
      const last = rows + <usize>(a >> 2) * height;
      for (let row = rows; row <= last; row += height) {
        addBlock(at, step, share, row, row + height);
        at += 32;
      }
      target += step << 2;
      share += height;
    }
    size = base;
  }
}

/** Adds the lower triangle of `count` rows at `mesh`, one after another, to the rows and columns that `map` names, ascending. */
export function addMesh(front: usize, stride: i32, mesh: usize, map: usize, count: i32): void {
  const step = (<usize>stride) << 3;
  const end = map + ((<usize>count) << 2);
  for (let a = map + 4; a < end; a += 4) {
    const row = front + <usize>load<i32>(a) * step;
    for (let b = map; b < a; b += 4) {
      const at = row + ((<usize>load<i32>(b)) << 3);
      store<f64>(at, load<f64>(at) + load<f64>(mesh));
      mesh += 8;
    }
  }
}

/** Writes the lower triangle of the first `count` rows of the front to `mesh`, one after another; one double behind it may change. */
export function keepMesh(mesh: usize, front: usize, stride: i32, count: i32): void {
  const step = (<usize>stride) << 3;
  for (let a: usize = 1; a < <usize>count; a++) {
    const row = front + a * step;
    for (let l: usize = 0; l < a << 3; l += 16) v128.store(mesh + l, v128.load(row + l));
    mesh += a << 3;
  }
}
