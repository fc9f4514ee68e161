import { ArgumentError } from "./errors.ts";

/** Throws ArgumentError unless `array` holds exactly `length` finite numbers. */
export function requireFinite(name: string, array: ArrayLike<number>, length: number): void {
  if (array.length !== length) {
    throw new ArgumentError(`${name} has the wrong length`, {
      code: "argument.length",
      received: String(array.length),
      expected: String(length),
    });
  }
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(array[i])) {
      throw new ArgumentError(`${name}[${i}] is not finite`, {
        code: "argument.finite",
        received: String(array[i]),
        expected: "a finite number",
      });
    }
  }
}

/** Throws ArgumentError unless `value` is an integer in [low, high]. */
export function requireInteger(name: string, value: number, low: number, high = Number.MAX_SAFE_INTEGER): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new ArgumentError(`${name} is out of range`, {
      code: "argument.integer",
      received: String(value),
      expected: high === Number.MAX_SAFE_INTEGER ? `an integer of at least ${low}` : `an integer in ${low}..${high}`,
    });
  }
}
