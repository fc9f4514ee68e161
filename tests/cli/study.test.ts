import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { studies } from "../../src/memory/index.ts";
import { checkPicture } from "../draw/well-formed.ts";
import { ohmfield, oneObject, readJson, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

describe("ohmfield study", () => {
  test("lists every study", async () => {
    const { code, out } = await ohmfield(["study"], folder);
    expect(code).toBe(0);
    for (const { name } of studies) expect(out).toContain(name);
    const listed = oneObject<{ studies: { name: string }[] }>(await ohmfield(["study", "--json"], folder));
    expect(listed.studies.map(({ name }) => name)).toEqual(studies.map(({ name }) => name));
  });

  test("prints table and claims as one object, and writes picture and report where it is told to", async () => {
    const outcome = await ohmfield(["study", "attention-identity", "--json", "--out", "new/folder"], folder);
    expect(outcome.code).toBe(0);
    const report = oneObject<{ claims: object[]; seed: number; picture: string }>(outcome);
    expect(report).toMatchObject({ study: { name: "attention-identity" }, seed: 1 });
    for (const claim of report.claims) {
      expect(Object.keys(claim)).toEqual(["claim", "expected", "got", "low", "high", "verdict"]);
    }
    expect(report.picture).toBe(join("new/folder", "attention-identity.svg"));
    checkPicture(readFileSync(join(folder, report.picture), "utf8"));
    expect(readJson(join(folder, "new/folder/attention-identity.json")).claims).toEqual(report.claims);
  });

  test("prints verdicts for a reader, writes nothing unasked and ends well with a refuted claim", async () => {
    const { code, out } = await ohmfield(["study", "corruption-40", "--seed", "3"], folder);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}refuted .*40 % corruption is recalled/m);
    expect(existsSync(join(folder, "corruption-40.svg"))).toBe(false);
  });

  test("refuses an unknown study, and digits that are not there, with exit code 2", async () => {
    const unknown = await ohmfield(["study", "hebb"], folder);
    expect(unknown).toMatchObject({ code: 2, out: "" });
    expect(unknown.err).toMatch(/no such study.*hebb-trap/);
    const missing = await ohmfield(["study", "hebb-trap", "--mnist", "nowhere"], folder);
    expect(missing).toMatchObject({ code: 2, out: "" });
    expect(missing.err).toContain("train-images-idx3-ubyte");
  });
});
