import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ohmfield, petersen, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

beforeAll(() => {
  const files: Record<string, string | Uint8Array> = {
    "empty.mc": "",
    "truncated.mc": "10 15\n1 2 1\n1 5 1\n",
    "junk.mc": Uint8Array.from({ length: 300 }, (_, k) => (k * 151 + 7) % 256),
    "nan.mc": "3 1\n1 2 nan\n",
    "range.mc": "10 1\n1 11 1\n",
    "huge.mc": "99999999 1\n1 2 1\n",
    "no-edges.mc": "5 0\n",
    "too-wide.mc": "3 2\n1 2 1e-300\n2 3 1e300\n",
    "a-file": "x",
    "other.json": '{"a":1}',
    "truncated.json": "{",
    "array.json": '{"r_word_line":1,"r_bit_line":-1,"resistances":[[1]],"applied_voltages":[1]}',
    "few.txt": "+1\n-1\n",
    "word.txt": "+1\nup\n",
    "open.cir": "a title\nr1 a 0 oops(\n.tran 1n 1u\n.end\n",
  };
  for (const [name, data] of Object.entries(files)) writeFileSync(join(folder, name), data);
  copyFileSync(petersen, join(folder, "petersen.mc"));
  mkdirSync(join(folder, "full"));
  writeFileSync(join(folder, "full/theirs"), "kept");
  mkdirSync(join(folder, "folder.mc"));
});

/** Arguments and what the one line on stderr must name. */
const CASES: readonly (readonly [args: string, code: 2 | 4, ...names: string[]])[] = [
  ["bogus", 2, "unknown command 'bogus'"],
  ["solve", 2, "missing required argument 'file'"],
  ["solve petersen.mc extra", 2, "too many arguments"],
  ["solve petersen.mc --bogus", 2, "unknown option '--bogus'"],
  ["solve petersen.mc --runs 0", 2, "--runs", "from 1 to 100000"],
  ["solve petersen.mc --runs 1e9", 2, "--runs", "from 1 to 100000"],
  ["solve petersen.mc --runs NaN", 2, "--runs", "'NaN'"],
  ["solve petersen.mc --seed -1", 2, "--seed", "'-1'"],
  ["solve petersen.mc --topology ring", 2, "--topology", "passive, virtual-ground"],
  ["solve petersen.mc --anneal 0", 2, "--anneal", "from 1 to"],
  ["solve petersen.mc --engine hspice", 2, "--engine", "ngspice-wasm, ngspice"],
  ["solve petersen.mc --threads 0 --json", 2, "--threads"],
  ["solve petersen.mc --profile nope", 2, "ideal", "JSON file"],
  ["solve petersen.mc --profile other.json", 2, "other.json", "schema", "ohmfield-board-1"],
  ["solve petersen.mc --profile truncated.json", 2, "truncated.json", "not JSON"],
  ["devices nope", 2, "nope", "pcm-joshi-2020", "cai-standard", "JSON file"],
  ["devices other.json", 2, "other.json: schema", "ohmfield-board-1"],
  ["devices none.json", 2, "none.json", "no such file"],
  ["devices --svg picture.svg", 2, "--svg", "the name of a device"],
  ["devices ideal --svg full/theirs/picture.svg", 2, "full/theirs"],
  ["array array.json", 2, "array.json: r_bit_line", "received: -1", "at least 0"],
  ["array array.json --method guess", 2, "--method", "iterative, direct"],
  ["array truncated.json", 2, "truncated.json", "not JSON"],
  ["solve petersen.mc --profile folder.mc", 2, "folder.mc", "folder"],
  ["solve none.mc", 2, "none.mc", "no such file"],
  ["solve folder.mc", 2, "folder.mc", "this is a folder"],
  ["solve a-file", 2, "a-file", "max-cut: .mc"],
  ["solve empty.mc", 2, "empty.mc:1", '"n m"'],
  ["solve truncated.mc", 2, "truncated.mc:", "15 edges"],
  ["solve junk.mc", 2, "junk.mc:1"],
  ["solve nan.mc", 2, "nan.mc:2", "finite"],
  ["solve range.mc", 2, "range.mc:2", "1..10"],
  ["solve huge.mc", 2, "huge.mc:1", "1000000"],
  ["compile no-edges.mc", 2, "presolve solved the whole task", "--no-presolve"],
  ["solve petersen.mc --repair", 2, "every state is feasible", "max-cut"],
  ["solve no-edges.mc --no-presolve", 2, "nothing to program"],
  ["solve too-wide.mc --no-presolve --out wide", 2, "not finite"],
  ["solve petersen.mc --out full", 2, "full", "not empty"],
  ["solve petersen.mc --out a-file", 2, "a-file", "a file stands where a folder is wanted"],
  ["solve petersen.mc --out a-file/x", 2, "a-file/x", "no folder"],
  ["compile petersen.mc --out full", 2, "full", "this is a folder"],
  ["compile petersen.mc --out a-file/x.cir", 2, "a-file"],
  ["inspect", 2, "missing required argument 'file'"],
  ["inspect none.mc", 2, "none.mc", "no such file"],
  ["inspect truncated.mc", 2, "truncated.mc:", "15 edges"],
  ["inspect petersen.mc --encoding one-hot", 2, "no encoding of this name", "spins"],
  ["inspect petersen.mc --penalty 3", 2, "no penalty to weigh"],
  ["inspect petersen.mc --profile nope", 2, "ideal", "JSON file"],
  ["inspect petersen.mc --runs 3", 2, "unknown option '--runs'"],
  ["simulate none.cir", 2, "none.cir", "no such file"],
  ["simulate a-file", 2, "a-file:1", "a circuit"],
  ["simulate junk.mc", 2, "junk.mc"],
  ["simulate open.cir --ascii", 2, "--ascii", "--out"],
  ["verify", 2, "missing required argument 'folder'"],
  ["verify none", 2, "none/settings.json", "no such file"],
  ["verify a-file", 2, "a-file/settings.json"],
  ["score petersen.mc none.txt", 2, "none.txt", "no such file"],
  ["score petersen.mc few.txt", 2, "few.txt:", "10 spins"],
  ["score petersen.mc word.txt", 2, "word.txt:2", "+1 or -1"],
  ["check petersen.mc", 2, "missing required argument 'certificate'"],
  ["check petersen.mc none.json", 2, "none.json", "no such file"],
  ["check petersen.mc other.json", 2, "other.json", "format", "ohmfield-certificate-1"],
  ["check petersen.mc truncated.json --json", 2, "truncated.json", "not JSON"],
  ["generate sudoku", 2, "unknown command 'sudoku'"],
  ["generate max-cut", 2, "--vertices"],
  ["generate max-cut --vertices 1", 2, "--vertices", "from 2 to"],
  ["generate max-cut --vertices 5 --density 2", 2, "--density", "from 0 to 1"],
  ["generate max-cut --vertices 5 --weights 5:1", 2, "low:high"],
  ["generate max-cut --vertices 5 --out full", 2, "full", "this is a folder"],
  ["generate max-cut --vertices 20000", 4, "99995000 edges", "--density"],
  ["engines x", 2, "too many arguments"],
];

describe("ohmfield with wrong input", () => {
  const cases = CASES.map(([args, code, ...names]) => ({ args, code, names }));
  test.each(cases)("$args exits $code with one line that names the matter", async ({ args, code, names }) => {
    const outcome = await ohmfield(args.split(" "), folder);
    expect(outcome.code).toBe(code);
    expect(outcome.out).toBe("");
    expect(outcome.err).toMatch(/^ohmfield: [^\n]+\n$/);
    for (const name of names) expect(outcome.err).toContain(name);
  });

  test("refuses a task that the hardware cannot carry before it makes the run folder", async () => {
    await ohmfield(["solve", "too-wide.mc", "--no-presolve", "--out", "untouched"], folder);
    expect((await ohmfield(["verify", "untouched"], folder)).err).toContain("no such file");
  });
});
