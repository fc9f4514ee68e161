import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ohmfield, petersen, readJson, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);
const device = ["--profile", "reram-gong-2022-om", "--no-presolve"];

describe("ohmfield with a fault map", () => {
  test("gives the netlist of the run that wrote it, byte for byte, and verify reads it back", async () => {
    const solve = ["solve", petersen, ...device, "--runs", "1", "--engine", "reduced", "--out", "run"];
    expect((await ohmfield(solve, folder)).code).toBe(0);
    const map = join(folder, "run", "faults.json");
    expect((readJson(map) as { faults: unknown[] }).faults.length).toBeGreaterThan(0);
    const compile = ["compile", petersen, ...device, "--fault-map", map, "--out", "again.cir"];
    expect((await ohmfield(compile, folder)).code).toBe(0);
    const netlist = readFileSync(join(folder, "run", "netlist-1.cir"), "utf8");
    expect(readFileSync(join(folder, "again.cir"), "utf8")).toBe(netlist);
    const verified = await ohmfield(["verify", "run", "--json"], folder);
    expect(JSON.parse(verified.out)).toMatchObject({ confirmed: true, differences: [] });
    // Other devices, the same faults: another netlist with the same stuck resistors.
    const other = ["compile", petersen, ...device, "--device-seed", "2", "--fault-map", map, "--out", "other.cir"];
    expect((await ohmfield(other, folder)).code).toBe(0);
    expect(readFileSync(join(folder, "other.cir"), "utf8")).not.toBe(netlist);
  });

  test("refuses the map of another array, and one that is none", async () => {
    const map = join(folder, "small.json");
    writeFileSync(map, '{ "schema": "ohmfield-faults-1", "cells": 4, "faults": [] }\n');
    const { code, err } = await ohmfield(["compile", petersen, ...device, "--fault-map", map], folder);
    expect(code).toBe(2);
    expect(err).toContain("the fault map is that of another array");
    writeFileSync(map, '{ "schema": "ohmfield-faults-1", "cells": 4, "faults": [{ "cell": 9 }] }\n');
    const wrong = await ohmfield(["compile", petersen, ...device, "--fault-map", map], folder);
    expect({ code: wrong.code, named: wrong.err.includes("faults.0") }).toEqual({ code: 2, named: true });
  });
});
