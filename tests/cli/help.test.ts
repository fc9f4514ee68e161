import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { ohmfield } from "./ohmfield.ts";

const here = fileURLToPath(new URL("./", import.meta.url));
const sources = fileURLToPath(new URL("../../src/", import.meta.url));
const version = JSON.parse(readFileSync(join(sources, "../package.json"), "utf8")).version as string;

describe("ohmfield --help", () => {
  test.each([
    [],
    ["solve"],
    ["compile"],
    ["inspect"],
    ["cost"],
    ["simulate"],
    ["array"],
    ["verify"],
    ["score"],
    ["race"],
    ["compare"],
    ["check"],
    ["generate"],
    ["generate", "max-cut"],
    ["devices"],
    ["study"],
    ["engines"],
  ])("prints the usage of %s %s and exits 0", async (...verb) => {
    const words = verb.filter((word) => typeof word === "string");
    const { code, out, err } = await ohmfield([...words, "--help"], here);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(["Usage: ohmfield", ...words].join(" "));
  });

  test("goes to stderr with exit code 2 when no verb is given", async () => {
    const { code, out, err } = await ohmfield([], here);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Usage: ohmfield");
  });

  test("does not load the simulator: nothing that main imports statically reaches an engine", () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = readFileSync(file, "utf8");
      for (const [, type, name] of text.matchAll(/^(?:import|export)( type)?\b[^;]*?from "([^"]+)";/gm)) {
        if (type !== undefined) continue;
        if (name!.startsWith(".")) visit(resolve(dirname(file), name!));
        else if (!name!.startsWith("node:")) packages.add(name!);
      }
    };
    expect(existsSync(join(sources, "cli/main.ts"))).toBe(true);
    visit(join(sources, "cli/main.ts"));
    expect([...packages]).toEqual(["commander"]);
    expect([...seen].map((file) => relative(sources, file)).filter((file) => /^(simulate|draw)\//.test(file))).toEqual(
      [],
    );
  });
});

describe("ohmfield --version", () => {
  test("prints the version of the package", async () => {
    expect(await ohmfield(["--version"], here)).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });
});

describe("ohmfield engines", () => {
  test("lists the built-in simulator as usable", async () => {
    const { code, out } = await ohmfield(["engines", "--json"], here);
    expect(code).toBe(0);
    expect(JSON.parse(out).engines[0]).toMatchObject({ name: "ngspice-wasm", available: true });
  });
});
