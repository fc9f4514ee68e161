/** Numbers this close, relative to their size, agree: machines may differ in the last digits of tanh and log. */
const TOLERANCE = 1e-9;

const show = (value: unknown) => (value === undefined ? "missing" : JSON.stringify(value));

/**
 * Where a stored JSON value differs from what it should be, one line a place, e.g. "gap: stored 0, found 2".
 * @param skip names of fields that are not compared.
 */
export function differencesOf(stored: unknown, found: unknown, where: string, skip: readonly string[] = []): string[] {
  if (typeof stored === "number" && typeof found === "number") {
    const same = Math.abs(stored - found) <= TOLERANCE * Math.max(Math.abs(stored), Math.abs(found));
    return same ? [] : [`${where}: stored ${stored}, found ${found}`];
  }
  if (typeof stored !== "object" || typeof found !== "object" || stored === null || found === null) {
    return stored === found ? [] : [`${where}: stored ${show(stored)}, found ${show(found)}`];
  }
  const [a, b] = [stored as Record<string, unknown>, found as Record<string, unknown>];
  return [...new Set([...Object.keys(b), ...Object.keys(a)])]
    .filter((key) => !skip.includes(key))
    .flatMap((key) => differencesOf(a[key], b[key], where === "" ? key : `${where} ${key}`, skip));
}
