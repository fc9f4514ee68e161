import { describe, expect, test } from "vitest";
import { checkedWaveforms, type PreparedDeck, prepareDeck, writeRawFile } from "../../src/simulate/index.ts";

const TEXT = "t\nV1 a 0 1\nR1 a 0 1k\n.tran 1n 10n\n.end\n";

const DECK: PreparedDeck = prepareDeck(
  { netlist: { text: TEXT, save: ["v(a)"], stop: { node: "a", volts: 0 } } },
  { runTitle: "ohmfield run 3", rawFile: "x.raw", afterwards: "quit", modelCards: [] },
);

/** A raw file as a good run of DECK leaves it, with changes. */
function raw(change: { title?: string; plot?: string; time?: number[]; names?: string[]; volts?: number[] } = {}) {
  const {
    title = "Ohmfield Run 3",
    plot = "Transient Analysis",
    time = [0, 5e-9, 1e-8],
    names = ["time", "v(a)"],
  } = change;
  const volts = change.volts ?? time.map(() => 1);
  return writeRawFile({
    title,
    plot,
    names,
    types: names.map(() => "x"),
    values: [new Float64Array(time), new Float64Array(volts)],
  });
}

const STOPPED = ["5 : condition met: stop  when v(a) < 0", "doAnalyses: pause requested", "run simulation interrupted"];

describe("checkedWaveforms", () => {
  test("takes a good run, with harmless messages", () => {
    const w = checkedWaveforms(
      raw(),
      ["Warning: losing old state for circuit 't'", "Note: Starting dynamic gmin stepping"],
      DECK,
    );
    expect(w).toMatchObject({ title: "t", names: ["v(a)"], stoppedEarly: false });
  });

  test("takes a short run only when the stop condition was met", () => {
    const short = raw({ time: [0, 1e-9, 2e-9] });
    expect(checkedWaveforms(short, STOPPED, DECK).stoppedEarly).toBe(true);
    expect(() => checkedWaveforms(short, [], DECK)).toThrow(expect.objectContaining({ code: "simulate.early-end" }));
    expect(() => checkedWaveforms(short, STOPPED, { ...DECK, hasStop: false })).toThrow(
      expect.objectContaining({ code: "simulate.early-end" }),
    );
  });

  test("takes a stop for a stop when a message of a step that was cut stands in place of the pause", () => {
    const short = raw({ time: [0, 1e-9, 2e-9] });
    const leftOver = "doAnalyses: Too many iterations without convergence";
    const stopped = [STOPPED[0]!, leftOver, STOPPED[2]!];
    expect(checkedWaveforms(short, stopped, DECK).stoppedEarly).toBe(true);
    expect(() => checkedWaveforms(short, [...stopped, "run simulation(s) aborted"], DECK)).toThrow(leftOver);
    expect(() => checkedWaveforms(raw(), [leftOver], DECK)).toThrow(leftOver);
  });

  test.each([
    ["of another run", { title: "ohmfield run 2" }, "simulate.stale"],
    ["of another analysis", { plot: "Constant values" }, "simulate.plot"],
    ["without time", { names: ["v(b)", "v(a)"] }, "simulate.time"],
    ["without the vector asked for", { names: ["time", "v(b)"] }, "simulate.missing-vector"],
    ["of one point", { time: [0] }, "simulate.points"],
    ["whose time decreases", { time: [0, 2e-9, 1e-9, 1e-8] }, "simulate.time"],
    ["whose time is not finite", { time: [0, Number.NaN, 1e-8] }, "simulate.time"],
    ["whose values are not finite", { volts: [0, 1, Infinity] }, "simulate.finite"],
  ])("refuses a result %s", (_what, change, code) => {
    expect(() => checkedWaveforms(raw(change), [], DECK)).toThrow(expect.objectContaining({ code }));
  });

  test("refuses a run that wrote nothing", () => {
    expect(() => checkedWaveforms(undefined, [], DECK)).toThrow(
      expect.objectContaining({ code: "simulate.no-result" }),
    );
  });

  test.each([
    ["Warning: 'r1 a 0 1k' is not a valid resistor instance line, ignored!", "NetlistError", "netlist.rejected", 3],
    ["Error on line 2 or its substitute:", "NetlistError", "netlist.rejected", 2],
    ["Warning: r2: resistance to low, set to 1 mOhm", "NetlistError", "netlist.rejected", undefined],
    ["unrecognized parameter (blah) - ignored", "NetlistError", "netlist.rejected", undefined],
    ["Error: v(zz): no such node", "NetlistError", "netlist.rejected", undefined],
    ["doAnalyses: TRAN:  Timestep too small; time = 1e-9", "ConvergenceError", "simulate.convergence", undefined],
    [
      "Error: The operating point could not be simulated successfully.",
      "ConvergenceError",
      "simulate.convergence",
      undefined,
    ],
    ["run simulation(s) aborted", "SimulationError", "simulate.failed", undefined],
    ["Error: something new", "SimulationError", "simulate.failed", undefined],
    ["ERROR: fatal error in ngspice, exit(1)", "SimulationError", "simulate.failed", undefined],
  ])("turns the message %j into %s although there is a result", (message, name, code, line) => {
    const details = line === undefined ? {} : { details: expect.objectContaining({ line }) };
    expect(() => checkedWaveforms(raw(), [message], DECK)).toThrow(expect.objectContaining({ name, code, ...details }));
  });

  test("takes a singular matrix that was solved in another way", () => {
    const messages = ["Warning: singular matrix:  check node x", "Note: Transient op finished successfully"];
    expect(checkedWaveforms(raw(), messages, DECK).time).toHaveLength(3);
    expect(() => checkedWaveforms(raw(), [messages[0]!, "run simulation(s) aborted"], DECK)).toThrow(
      expect.objectContaining({ code: "simulate.singular" }),
    );
  });
});
