import { afterAll, describe, expect, test } from "vitest";
import {
  ArgumentError,
  ConvergenceError,
  EngineTimeoutError,
  NetlistError,
  SimulationError,
} from "../../src/core/index.ts";
import { vector, type Waveforms } from "../../src/simulate/index.ts";
import { RC, SPICE_ENGINES, trap } from "./fixtures.ts";
import { hopfieldDeck } from "./hopfield-deck.ts";

/** Trapezoidal steps of tau/100 at reltol 1e-6: local error far below, one decade of margin. */
const CLOSED_FORM_TOLERANCE = 1e-5;

/** Algebraic relations hold to the Newton iteration's relative tolerance, 1e-3 by default. */
const ALGEBRAIC_TOLERANCE = 1e-3;

/** Agreement asked of two versions of ngspice, as a part of the swing, at reltol 1e-6. */
const ENGINES_AGREE = 1e-4;

/** Linear interpolation at `at` seconds. */
function sample(w: Waveforms, name: string, at: number): number {
  const y = vector(w, name);
  const i = Math.max(
    1,
    w.time.findIndex((t) => t >= at),
  );
  const [t0, t1] = [w.time[i - 1]!, w.time[i]!];
  return t1 === t0 ? y[i]! : y[i - 1]! + ((y[i]! - y[i - 1]!) * (at - t0)) / (t1 - t0);
}

const NETLIST_TRAPS: readonly [name: string, line: number | undefined][] = [
  ["parse-error", undefined],
  ["malformed-element", undefined],
  ["unknown-model", 4],
  ["unknown-subcircuit", 4],
  ["unknown-parameter", 3],
  ["undefined-parameter", 3],
  ["model-parameter", undefined],
  ["bad-expression", undefined],
  ["unknown-function", undefined],
  ["initial-condition", undefined],
  ["backward-pwl", undefined],
  ["open-subcircuit", undefined],
  ["too-many-ports", undefined],
  ["duplicate-name", 4],
];

for (const { name, missing, note, create } of SPICE_ENGINES) {
  describe.skipIf(missing)(`Engine ${name}${missing ? ` (skipped: ${note})` : ""}`, () => {
    const engine = create({ threads: 1 });
    afterAll(() => engine.close());
    const run = (text: string, more: { save?: string[]; stop?: { node: string; volts: number } } = {}) =>
      engine.simulate({ netlist: { text, ...more } });

    test("follows the closed form of an RC charge", async () => {
      const w = await run(RC);
      expect(w.title).toBe("RC Charge");
      expect(w.stoppedEarly).toBe(false);
      expect(w.time.at(-1)).toBeCloseTo(5e-6, 12);
      const out = vector(w, "v(out)");
      // uic leaves the first point, before the capacitor is charged by the first step, to the simulator.
      for (let i = 1; i < w.time.length; i++) {
        expect(Math.abs(out[i]! - (1 - Math.exp(-w.time[i]! / 1e-6)))).toBeLessThan(CLOSED_FORM_TOLERANCE);
      }
    });

    test("divides a piecewise-linear source", async () => {
      const w = await run(
        "divider\nV1 a 0 PWL(0 0 1u 2 2u -2)\nR1 a b 1k\nR2 b 0 3k\n.tran 10n 2u\n.save v(a)\n+ v(b)\n.end\n",
      );
      expect(w.names).toEqual(["v(a)", "v(b)"]);
      for (const [at, volts] of [
        [0.5e-6, 1],
        [1e-6, 2],
        [1.5e-6, 0],
        [2e-6, -2],
      ] as const) {
        expect(sample(w, "v(a)", at)).toBeCloseTo(volts, 6);
        expect(sample(w, "v(b)", at)).toBeCloseTo(0.75 * volts, 6);
      }
    });

    test("evaluates tanh in a behavioural source", async () => {
      const w = await run("tanh\nV1 a 0 PWL(0 -3 1u 3)\nB1 b 0 V={tanh(v(a))}\nR1 b 0 1k\n.tran 10n 1u\n.end\n");
      const [a, b] = [vector(w, "v(a)"), vector(w, "v(b)")];
      a.forEach((volts, i) => {
        expect(Math.abs(b[i]! - Math.tanh(volts))).toBeLessThan(ALGEBRAIC_TOLERANCE);
      });
    });

    test("gives branch currents of V, B and E sources inside subcircuit instances, named as asked for", async () => {
      const text = `currents
.subckt cell a
.param r=1k
Bp p 0 V={tanh(v(a))}
Rp p 0 {r}
Eq q 0 p 0 -2
Rq q 0 {r}
Vc a c 0
Rc c 0 {r}
.ends
V1 top 0 PWL(0 0 1u 1)
X1 top cell
.tran 10n 1u
.end
`;
      const save = ["V(X1.q)", "i(b.x1.bp)", "b.x1.bp#branch", "i(E.X1.Eq)", "i(v.x1.vc)", "v1#branch", "@r.x1.rq[i]"];
      const w = await run(text, { save });
      expect(w.names).toEqual(save.map((n) => n.toLowerCase()));
      const last = (n: string) => vector(w, n).at(-1)!;
      const near = (n: string, x: number) =>
        expect(Math.abs(last(n) / x - 1), `${n} = ${last(n)}`).toBeLessThan(ALGEBRAIC_TOLERANCE);
      near("v(x1.q)", -2 * Math.tanh(1));
      near("i(b.x1.bp)", -Math.tanh(1) / 1e3);
      near("b.x1.bp#branch", -Math.tanh(1) / 1e3);
      near("i(e.x1.eq)", (2 * Math.tanh(1)) / 1e3);
      near("i(v.x1.vc)", 1e-3);
      near("v1#branch", -1e-3);
      near("@r.x1.rq[i]", (-2 * Math.tanh(1)) / 1e3);
    });

    test("stops when the condition is met, and says so", async () => {
      const text =
        "fall\nR1 a 0 1k\nC1 a 0 1n\nC2 b 0 1n\nR2 b 0 1k\n.ic v(a)=1 v(b)=2\n.tran 10n 10u 0 10n uic\n.end\n";
      const w = await run(text, { save: ["v(b)"], stop: { node: "A", volts: 0.5 } });
      expect(w.stoppedEarly).toBe(true);
      expect(w.names).toEqual(["v(b)"]);
      expect(Math.abs(w.time.at(-1)! - 1e-6 * Math.LN2)).toBeLessThan(2e-8);
      const next = await run(text, { save: ["v(b)"] });
      expect(next.stoppedEarly, "the stop of the run before does not last").toBe(false);
      expect(next.time.at(-1)).toBeCloseTo(1e-5, 12);
    });

    test("runs to its end when the stop condition is never met", async () => {
      const w = await run(RC, { stop: { node: "in", volts: 0.5 } });
      expect(w.stoppedEarly).toBe(false);
      expect(w.names).toContain("v(out)");
    });

    test("rejects a stop condition at a node that is not there", async () => {
      await expect(run(RC, { stop: { node: "nosuch", volts: 0.5 } })).rejects.toBeInstanceOf(NetlistError);
    });

    test("refuses a time limit that is not positive", async () => {
      for (const timeLimitSeconds of [0, -1, Number.NaN]) {
        const answer = engine.simulate({ netlist: { text: RC } }, { timeLimitSeconds });
        await expect(answer).rejects.toBeInstanceOf(ArgumentError);
      }
    });

    test("runs a typed circuit", async () => {
      const w = await engine.simulate({
        circuit: {
          title: "Typed",
          comments: ["one resistor and one capacitor"],
          subcircuits: [],
          sections: [
            {
              comment: "discharge",
              elements: [
                { kind: "resistor", name: "R_1", nodes: ["u_0", "0"], ohms: 1e3 },
                { kind: "capacitor", name: "C_1", nodes: ["u_0", "0"], farads: 1e-9 },
                {
                  kind: "voltage-source",
                  name: "V_bias",
                  nodes: ["bias", "0"],
                  waveform: { kind: "pwl", times: [0, 1e-6], values: [0, 1] },
                },
              ],
            },
          ],
          initial: [{ node: "u_0", volts: 0.8 }],
          save: ["v(u_0)", "i(V_bias)", "v(bias)"],
          stop: { node: "u_0", volts: 0.2 },
          analysis: { stepSeconds: 1e-8, stopSeconds: 1e-5, maxStepSeconds: 1e-8 },
          options: { solver: "klu", method: "trap", reltol: 1e-5, abstol: 1e-12, vntol: 1e-7 },
        },
      });
      expect(w.names).toEqual(["v(u_0)", "i(v_bias)", "v(bias)"]);
      expect(w.stoppedEarly).toBe(true);
      expect(Math.abs(w.time.at(-1)! - 1e-6 * Math.log(4))).toBeLessThan(2e-8);
    });

    test.each(NETLIST_TRAPS)("rejects the trap %s as a netlist error", async (file, line) => {
      const error = await run(trap(file)).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(NetlistError);
      if (line !== undefined) expect((error as NetlistError).details.line).toBe(line);
      expect(vector(await run(RC), "v(out)").at(-1)).toBeCloseTo(1 - Math.exp(-5), 4);
    });

    test.each(["singular", "runaway"])("rejects the trap %s as not converging, after a good run too", async (file) => {
      await run(RC);
      await expect(run(trap(file))).rejects.toBeInstanceOf(ConvergenceError);
      await expect(run(trap(file))).rejects.toBeInstanceOf(ConvergenceError);
      expect((await run(RC)).title).toBe("RC Charge");
    });

    test("rejects a singular circuit as the first run of a fresh engine", async () => {
      const fresh = create({ threads: 1 });
      try {
        const what = { netlist: { text: trap("singular") } };
        await expect(fresh.simulate(what, { timeLimitSeconds: 30 })).rejects.toMatchObject({
          code: "simulate.singular",
        });
      } finally {
        await fresh.close();
      }
    });

    test("names a vector that was asked for and is missing", async () => {
      await expect(run(trap("missing-vector"))).rejects.toMatchObject({
        code: "simulate.missing-vector",
        details: { expected: "v(nosuch)" },
      });
      await expect(run(RC, { save: ["v(nosuch)"] })).rejects.toBeInstanceOf(SimulationError);
    });

    test("stops an endless run at its time limit, and runs the next one", async () => {
      const what = { netlist: { text: trap("endless") } };
      await expect(engine.simulate(what, { timeLimitSeconds: 0.3 })).rejects.toBeInstanceOf(EngineTimeoutError);
      expect((await run(RC)).names).toContain("v(out)");
    });

    test("is cancelled while it runs, while it waits, and before it begins", async () => {
      const what = { netlist: { text: trap("endless") } };
      const [first, second] = [new AbortController(), new AbortController()];
      const running = engine.simulate(what, { signal: first.signal }).catch((e: unknown) => e);
      const waiting = engine.simulate(what, { signal: second.signal }).catch((e: unknown) => e);
      second.abort();
      expect(await waiting).toMatchObject({ code: "core.cancelled" });
      setTimeout(() => first.abort(), 200);
      expect(await running).toMatchObject({ code: "core.cancelled" });
      await expect(engine.simulate(what, { signal: first.signal })).rejects.toMatchObject({ code: "core.cancelled" });
      expect((await run(RC)).names).toContain("v(out)");
    });
  });
}

describe("ngspice-wasm and ngspice", () => {
  const all = !SPICE_ENGINES.some((e) => e.missing);
  test.skipIf(!all)("agree on the settling of ten coupled neurons (skipped without a native ngspice)", async () => {
    const { text, nodes } = hopfieldDeck(10, 3);
    const save = nodes.map((node) => `v(${node})`);
    const results: Waveforms[] = [];
    for (const { create } of SPICE_ENGINES) {
      const engine = create({ threads: 1 });
      results.push(await engine.simulate({ netlist: { text, save } }));
      await engine.close();
    }
    const [a, b] = results as [Waveforms, Waveforms];
    let swing = 0;
    let worst = 0;
    for (const name of save) {
      for (let k = 1; k <= 100; k++) {
        const at = k * 2e-7;
        const x = sample(a, name, at);
        swing = Math.max(swing, Math.abs(x));
        worst = Math.max(worst, Math.abs(x - sample(b, name, at)));
      }
    }
    expect(swing).toBeGreaterThan(0.5);
    expect(worst / swing).toBeLessThan(ENGINES_AGREE);
  });
});
