import { describe, expect, test } from "vitest";
import { NetlistError } from "../../src/core/index.ts";
import { BUILT_IN_MODEL_CARDS, type NetlistText, prepareDeck } from "../../src/simulate/index.ts";

const OPTIONS = {
  runTitle: "ohmfield run 7",
  rawFile: "x.raw",
  afterwards: "clean",
  modelCards: BUILT_IN_MODEL_CARDS,
} as const;

const prepare = (netlist: NetlistText) => prepareDeck({ netlist }, OPTIONS);

/** A good deck with `extra` as its third line. */
const withLine = (extra: string) => `My Title\nV1 a 0 1\n${extra}\nR1 a 0 1k\n.tran 1n 10n uic\n.end\n`;

function errorOf(netlist: NetlistText): NetlistError {
  try {
    prepare(netlist);
  } catch (error) {
    expect(error).toBeInstanceOf(NetlistError);
    return error as NetlistError;
  }
  throw new Error("it was accepted");
}

describe("prepareDeck", () => {
  test("titles the run, asks for KLU and puts the run into the command block", () => {
    const deck = prepare({ text: withLine("* a comment"), save: ["V(a)", "i(V1)"], stop: { node: "A", volts: -0.5 } });
    expect(deck.title).toBe("My Title");
    expect(deck.text).toBe(
      [
        "ohmfield run 7",
        "V1 a 0 1",
        "* a comment",
        "R1 a 0 1k",
        ".tran 1n 10n uic",
        ".options klu",
        ".control",
        "set filetype=binary",
        "delete all",
        "save v(a) i(v1)",
        "stop when v(a) < -0.5",
        "run",
        "write x.raw",
        "destroy all",
        "remcirc",
        ".endc",
        ".end",
        "",
      ].join("\n"),
    );
    expect(deck.wanted).toEqual(["v(a)", "i(v1)"]);
    expect(deck.stopSeconds).toBeCloseTo(1e-8, 20);
  });

  test("leaves the solver alone when the deck asks for SPARSE", () => {
    expect(prepare({ text: withLine(".options sparse reltol=1e-4") }).text).not.toContain("klu");
    expect(prepare({ text: withLine("* .options sparse") }).text).toContain(".options klu");
  });

  test("issues the deck's own .save lines again, over continuations and in chunks", () => {
    const names = Array.from({ length: 90 }, (_, i) => `v(n${i})`);
    const text = withLine(`.save ${names.slice(0, 50).join(" ")} ; first half\n+ ${names.slice(50).join(", ")}`);
    const deck = prepare({ text });
    expect(deck.wanted).toEqual(names);
    const commands = deck.text.split("\n").filter((line) => line.startsWith("save "));
    expect(commands).toHaveLength(3);
    expect(
      commands
        .join(" ")
        .split(" ")
        .filter((w) => w !== "save"),
    ).toEqual(names);
    expect(deck.text).not.toContain(".save");
  });

  test("saves the node of the stop condition without giving it back", () => {
    const deck = prepare({ text: withLine("C1 b 0 1p"), save: ["v(b)"], stop: { node: "a", volts: 0 } });
    expect(deck.text).toContain("save v(b) v(a)");
    expect(deck.wanted).toEqual(["v(b)"]);
  });

  test("wants everything when nothing is asked for", () => {
    const deck = prepare({ text: withLine("") });
    expect(deck.wanted).toBeUndefined();
    expect(deck.text).toContain("save all");
  });

  test("leaves out cards that only print, and keeps the line numbers", () => {
    const deck = prepare({ text: withLine(".print tran v(a)\n+ v(b)\n.meas tran m max v(a)") });
    expect(deck.text).not.toMatch(/print|meas/);
    expect(deck.origins[5]).toMatchObject({ text: "R1 a 0 1k", line: 6 });
    expect(deck.text.split("\n")[5]).toBe("R1 a 0 1k");
  });

  test.each([
    [".control"],
    ["  .CONTROL"],
    [".exec foo"],
    [".endc"],
    ["*#shell touch x"],
    ["  *# echo x"],
    [".csparam x=1"],
    [".codemodel x.cm"],
    [".pre_osdi x"],
    [".probe alli"],
    [".foo"],
    [". control"],
    ["A1 [a] b mm"],
    ["N1 a 0 mm"],
    [".shell rm x"],
    [".include other.cir"],
    [".inc '/etc/passwd'"],
    ['.include "modelcard.skywater/../../x"'],
    [".lib other.lib tt"],
    [".lib onlyone"],
    [".include"],
    ['V9 b 0 PWL FILE="secret.txt"'],
    ["I9 b 0 pwl\n+ file = x"],
    [".model m d_process(process_file=x)"],
    [".model m filesource (file=x)"],
    [".model m numd level=1"],
    [".options ngdebug"],
    [".options reltol=1e-3 rawfile=x"],
    ["3R a 0 1"],
    ["`ls`"],
    ["#shell ls"],
    [".save v(a) > file"],
    [".save v(a)\n+ `ls`"],
    ["!ls"],
    [".ac dec 10 1 1k"],
    [".dc V1 0 1 .1"],
    [".op"],
    [".noise v(a) V1 dec 10 1 1k"],
    [".four 1k v(a)"],
    [".tran 1n 20n"],
    ["R2 a 0 1\\\\"],
  ])("refuses the line %j and names it", (extra) => {
    const error = errorOf({ text: withLine(extra), file: "my.cir" });
    expect(error.message).toContain("my.cir");
    // A second .tran is the one that comes later.
    expect(error.details.line).toBe(extra.startsWith(".tran") ? 5 : 3);
  });

  test.each(["modelcard.skywater", '"modelcard.ptm"', "'modelcard.CMOS90'"])("lets .include %s through", (card) => {
    expect(prepare({ text: withLine(`.include ${card}`) }).text).toContain(card);
  });

  test("lets refused cards through when the author is trusted, before its own commands", () => {
    const text = withLine(".control\nset foo\n.endc\n.exec x");
    const deck = prepare({ text, allowUnsafe: true });
    expect(deck.text.indexOf("set foo")).toBeGreaterThan(0);
    expect(deck.text.indexOf("set foo")).toBeLessThan(deck.text.indexOf("delete all"));
  });

  test.each([
    ["is empty", "", "netlist.empty"],
    ["is blank", "\n \n", "netlist.empty"],
    ["is a title only", "title", "netlist.empty"],
    ["has no elements", "t\n.tran 1n 1u\n.end\n", "netlist.empty"],
    ["has no .tran", "t\nR1 a 0 1\n.end\n", "netlist.analysis"],
    ["has no .end", "t\nR1 a 0 1\n.tran 1n 1u\n", "netlist.end"],
    ["goes on after .end", "t\nR1 a 0 1\n.tran 1n 1u\n.end\nsecond\nR1 a 0 1\n.end\n", "netlist.after-end"],
    ["begins with a continuation", "t\n+ R1 a 0 1\n", "netlist.syntax"],
    ["holds a NUL", "t\nR1 a\0 0 1\n.tran 1n 1u\n.end\n", "netlist.control-character"],
  ])("refuses a deck that %s", (_what, text, code) => {
    expect(errorOf({ text }).code).toBe(code);
  });

  test.each([
    "v(a) > file",
    "v(a); shell ls",
    "v(a)\nshell ls",
    "v(a",
    "$x",
    "`ls`",
    "v(!!)",
    "v(a,b)",
    "{a,b}",
    "",
  ])("refuses to ask for the vector %j", (name) => {
    expect(errorOf({ text: withLine(""), save: [name] }).code).toBe("netlist.vector-name");
  });

  test.each([
    [{ node: "a) > 1; shell ls", volts: 0 }, "netlist.node-name"],
    [{ node: "", volts: 0 }, "netlist.node-name"],
    [{ node: "a", volts: Number.NaN }, "netlist.finite"],
  ])("refuses the stop condition %j", (stop, code) => {
    expect(errorOf({ text: withLine(""), stop }).code).toBe(code);
  });

  test.each([
    ["10n", 1e-8],
    ["2meg", 2e6],
    ["1.5e-6s", 1.5e-6],
    [".5m", 5e-4],
    ["{t}", undefined],
  ])("reads %s as the end of the run", (word, seconds) => {
    const { stopSeconds } = prepare({ text: `t\nR1 a 0 1\n.tran 1n\n+ ${word}\n.end` });
    if (seconds === undefined) expect(stopSeconds).toBeUndefined();
    else expect(stopSeconds! / seconds).toBeCloseTo(1, 12);
  });
});
