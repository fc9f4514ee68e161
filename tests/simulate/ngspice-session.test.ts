import { describe, expect, test, vi } from "vitest";
import { ConvergenceError, NetlistError } from "../../src/core/index.ts";
import { NgspiceSession, vector } from "../../src/simulate/index.ts";
import { bytesOf } from "./bytes.ts";
import { RC, trap } from "./fixtures.ts";
import { hopfieldDeck } from "./hopfield-deck.ts";

/** Decks that change what outlives a run: options, temperature, parameters, functions, stops, saves, model cards. */
const DISTURBERS = [
  "t\n.temp 125\n.options reltol=1e-2 gmin=1e-9 method=gear maxord=6 trtol=50\nV1 in 0 1\nR1 in b 1k\nC1 b 0 1n\n.tran 10n 5u\n.end\n",
  "t\n.param r=5\n.func tanh(x) {x}\n.option scale=1e-6 tnom=50\nV1 in 0 1\nR1 in out {r}\nC1 out 0 1n\n.ic v(out)=.5\n.tran 1n 1u uic\n.end\n",
  "t\nD1 in 0 dd\n.model dd d(is=1e-12)\nV1 in 0 1\n.tran 1n 1u\n.save i(v1)\n.end\n",
];

/** Sensitive to temperature, gmin and the method of integration. */
const DIODE =
  "diode\nV1 in 0 sin(0 2 1meg)\nR1 in out 1k\nD1 out 0 dd\nC1 out 0 100p\n.model dd d(is=1e-14 tt=10n)\n.tran 10n 3u\n.end\n";

describe("NgspiceSession", () => {
  // Opening takes a second, so the tests share what they can.
  let session: NgspiceSession;

  test("gives the same bytes cold, after other runs and after failed ones", async () => {
    const decks = [hopfieldDeck(4, 1, 1e-3).text, DIODE];
    const run = async (text: string) => bytesOf(await session.simulate({ netlist: { text } }));
    const cold: string[] = [];
    for (const text of decks) {
      session = await NgspiceSession.open();
      cold.push(await run(text));
    }
    for (const text of DISTURBERS) await session.simulate({ netlist: { text, stop: { node: "in", volts: -1 } } });
    await expect(session.simulate({ netlist: { text: trap("singular") } })).rejects.toThrow(ConvergenceError);
    await expect(session.simulate({ netlist: { text: trap("unknown-model") } })).rejects.toThrow(NetlistError);
    for (const [i, text] of [...decks.entries(), ...decks.entries()]) expect(await run(text)).toBe(cold[i]);
  });

  test("prints nothing and gives console.error back", async () => {
    const spies = (["error", "log", "info", "warn"] as const).map((k) => vi.spyOn(console, k));
    const before = console.error;
    await session.simulate({ netlist: { text: RC, stop: { node: "in", volts: -1 } } });
    await expect(session.simulate({ netlist: { text: trap("singular") } })).rejects.toThrow(ConvergenceError);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    expect(console.error).toBe(before);
    vi.restoreAllMocks();
  });

  test("refuses a second run while one is under way", async () => {
    const first = session.simulate({ netlist: { text: RC } });
    await expect(session.simulate({ netlist: { text: RC } })).rejects.toMatchObject({ code: "simulate.session" });
    expect(vector(await first, "v(out)").length).toBeGreaterThan(100);
  });

  test("is no longer usable after the simulator gave up on a netlist", async () => {
    expect(session.usable).toBe(true);
    await expect(session.simulate({ netlist: { text: trap("open-subcircuit") } })).rejects.toThrow(NetlistError);
    expect(session.usable).toBe(false);
    await expect(session.simulate({ netlist: { text: RC } })).rejects.toMatchObject({ code: "simulate.session" });
  });
});
