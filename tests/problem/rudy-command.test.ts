import { describe, expect, test } from "vitest";
import { generateNamedGraph, rudyLines, runRudyCommand } from "../../src/problem/index.ts";

const made = (command: string) => rudyLines(runRudyCommand(command.split(" ")));

describe("runRudyCommand", () => {
  test.for([
    ["G1", "-rnd_graph 800 6 8001"],
    ["G6", "-rnd_graph 800 6 8001 -random 0 1 8001 -times 2 -plus -1"],
    ["G14", "-planar 800 99 8001 -planar 800 99 8002 +"],
    ["G48", "-toroidal_grid_2D 50 60"],
    ["w05_100.2", "-rnd_graph 100 50 1002 -random -10 10 1002"],
    ["t2g10_5555", "-spinglass2g 10 10 5555"],
    ["t3g5_5555", "-spinglass3g 5 5 5 5555"],
  ] as const)("makes %s from %s", ([name, command]) => {
    expect(made(command)).toEqual(rudyLines(generateNamedGraph(name)));
  });

  test.for([
    ["", /no such operation/],
    ["-foo", /no such operation .*-foo/],
    ["toString", /no such operation/],
    ["-rnd_graph 5 50", /seed is not right .*nothing/],
    ["-rnd_graph 5 101 1", /density is not right .*101/],
    ["-rnd_graph 5 50 1.5", /seed is not right .*1\.5/],
    ["-times 2", /stands before its graphs/],
    ["-rnd_graph 5 50 1 +", /stands before its graphs .*1 made/],
    ["-rnd_graph 5 50 1 -rnd_graph 5 50 2", /do not end with one graph .*2 graphs/],
    ["-rnd_graph 5 50 1 -rnd_graph 6 50 2 +", /n of the second graph/],
    ["-rnd_graph 5 50 1 -random 2 1 1", /range is empty/],
    ["-rnd_graph 20000 99 1", /too large/],
  ] as const)("refuses %j", ([command, message]) => {
    expect(() => made(command)).toThrow(message);
  });
});
