import { createRandom } from "../../src/core/index.ts";

/**
 * A continuous Hopfield network of `n` neurons with random signs as couplings: tau 1 us, tanh neurons in a subcircuit,
 * gain ramped over 10 us, run of 20 us. `nodes` are the neurons' states.
 */
export function hopfieldDeck(n: number, seed: number, reltol = 1e-6): { text: string; nodes: string[] } {
  const random = createRandom(seed, "hopfield-deck");
  const lines = [`Hopfield ${n}`, ".subckt neuron u p q gain", "Bp p 0 V={tanh(v(gain)*v(u))}", "Eq q 0 p 0 -1"];
  lines.push("C1 u 0 10p", ".ends", "Vg gain 0 PWL(0 0.1 10u 8)");
  for (let i = 0; i < n; i++) lines.push(`X${i} u${i} p${i} q${i} gain neuron`, `RL${i} u${i} 0 200k`);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const rail = random.uniform() < 0.5 ? "p" : "q";
      const ohms = 100e3 * n * (0.5 + random.uniform());
      lines.push(`R${i}_${j} u${i} ${rail}${j} ${ohms}`, `R${j}_${i} u${j} ${rail}${i} ${ohms}`);
    }
  }
  for (let i = 0; i < n; i++) lines.push(`.ic v(u${i})=${0.05 * random.gaussian()}`);
  lines.push(`.options reltol=${reltol} vntol=1e-9 abstol=1e-14`, ".tran 20n 20u 0 20n uic", ".end", "");
  return { text: lines.join("\n"), nodes: Array.from({ length: n }, (_, i) => `u${i}`) };
}
