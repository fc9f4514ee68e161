import { afterAll, describe, expect, test } from "vitest";
import { buildSequenceCircuit, parseNetlist, printNetlist } from "../../src/circuit/index.ts";
import { createRandom } from "../../src/core/index.ts";
import { nearestOf, patternAt, projectedSequence, randomPatterns } from "../../src/memory/index.ts";
import { vector } from "../../src/simulate/index.ts";
import { NgspiceWasmEngine } from "../../src/simulate/node/index.ts";
import { caught } from "../helpers/caught.ts";

const engine = new NgspiceWasmEngine({ threads: 1 });
afterAll(() => engine.close());

const n = 16;
const p = 3;
const patterns = randomPatterns(p, n, createRandom(3, "sequence-test"));
const { hold, push } = projectedSequence(patterns, p, n);

function build(lambda: number, taus: number, stages = 4) {
  const start = patternAt(patterns, 0, n);
  return buildSequenceCircuit({ n, hold, push: push.map((w) => lambda * w), start, delayTaus: 20, stages, taus });
}

/** Patterns in the order in which the outputs come nearest to them, all but reached. */
async function visits(lambda: number, taus: number): Promise<number[]> {
  const { circuit, outputs, supplyVolts } = build(lambda, taus);
  const waveforms = await engine.simulate({ circuit });
  const volts = outputs.map((name) => vector(waveforms, name));
  const seen: number[] = [];
  for (let k = 0; k < waveforms.time.length; k++) {
    const { index, overlap } = nearestOf(
      patterns,
      volts.map((v) => v[k]! / supplyVolts),
    );
    if (overlap > 0.95 && seen.at(-1) !== index) seen.push(index);
  }
  return seen;
}

describe("buildSequenceCircuit", () => {
  test("walks the stored cycle in its order", async () => {
    const seen = await visits(2, 190);
    expect(seen.length).toBeGreaterThan(2 * p);
    expect(seen).toEqual(seen.map((_, k) => k % p));
  });

  test("stays where it is when the push is weaker than the hold", async () => {
    expect(await visits(0.5, 100)).toEqual([0]);
  });

  test("prints a netlist that reads back as itself, with as many RC stages as asked for", () => {
    const text = printNetlist(build(2, 100, 2).circuit);
    expect(printNetlist(parseNetlist(text))).toBe(text);
    expect(text.match(/^C_d_/gm)).toHaveLength(2 * n);
  });

  test("refuses a start that nothing holds", () => {
    const start = patternAt(patterns, 0, n);
    const empty = { n, hold: new Float64Array(n * n), push, start, delayTaus: 20, taus: 10 };
    expect(caught(() => buildSequenceCircuit(empty))).toMatchObject({ code: "circuit.sequence" });
  });
});
