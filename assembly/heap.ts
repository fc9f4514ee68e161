/** Work space above what the caller has laid out: taken one after the other, given back all at once. */
let top: usize = 0;

/** Begins at `address`. */
export function openHeap(address: usize): void {
  top = (address + 15) & ~15;
}

/** Whether the memory reaches `bytes` beyond the top, once it has grown. */
export function reach(bytes: usize): bool {
  const end = <u64>top + <u64>bytes;
  const pages = (<u64>memory.size()) << 16;
  if (end <= pages) return true;
  return memory.grow(<i32>((end - pages + 0xffff) >> 16)) >= 0;
}

/** Address of `count` items of `1 << shift` bytes, whatever they hold; 0 where there is no room. */
export function take(count: i32, shift: i32): usize {
  const bytes = (((<usize>count) << shift) + 15) & ~15;
  if (!reach(bytes)) return 0;
  const at = top;
  top += bytes;
  return at;
}

/** Address of `count` whole numbers, all of them `value`, 0 or -1; 0 where there is no room. */
export function takeFilled(count: i32, value: i32): usize {
  const at = take(count, 2);
  if (at !== 0) memory.fill(at, <u8>value, (<usize>count) << 2);
  return at;
}

export function get(array: usize, k: i32): i32 {
  return load<i32>(array + ((<usize>k) << 2));
}

export function set(array: usize, k: i32, value: i32): void {
  store<i32>(array + ((<usize>k) << 2), value);
}
