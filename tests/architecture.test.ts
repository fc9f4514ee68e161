import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/** What each stage may import, as docs/architecture.md draws it. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: [],
  linalg: ["core"],
  network: ["core", "linalg"],
  problem: ["core", "linalg", "network"],
  crossbar: ["core", "linalg", "network"],
  circuit: ["core", "crossbar"],
  simulate: ["core", "linalg", "circuit", "crossbar"],
  readout: ["core", "network", "crossbar", "circuit", "simulate"],
  reference: ["core", "linalg", "problem", "network"],
  baseline: ["core", "linalg", "problem", "network"],
  verify: [
    "core",
    "linalg",
    "network",
    "problem",
    "crossbar",
    "circuit",
    "simulate",
    "readout",
    "reference",
    "baseline",
  ],
  memory: [
    "core",
    "linalg",
    "network",
    "problem",
    "crossbar",
    "circuit",
    "simulate",
    "readout",
    "reference",
    "baseline",
    "verify",
  ],
  draw: ["core"],
};
MAY_IMPORT.campaign = Object.keys(MAY_IMPORT);
MAY_IMPORT.cli = Object.keys(MAY_IMPORT);

/** Stages and folders that may use Node's modules; everything else runs in a browser. */
const NODE_STAGES = new Set(["campaign", "cli"]);

const root = fileURLToPath(new URL("../src/", import.meta.url));

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return name.endsWith(".ts") ? [path] : [];
  });
}

interface Import {
  readonly file: string;
  readonly specifier: string;
}

const imports: Import[] = sources(root).flatMap((file) => {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((m) => ({ file, specifier: m[1]! }));
});

const stageOf = (path: string) => relative(root, path).split("/")[0]!;
const show = ({ file, specifier }: Import) => `${relative(root, file)} imports ${specifier}`;
const local = imports.filter((i) => i.specifier.startsWith("."));
const crossing = local
  .map((i) => ({ ...i, target: resolve(dirname(i.file), i.specifier) }))
  .filter((i) => stageOf(i.file) !== stageOf(i.target) && stageOf(i.file).indexOf(".ts") < 0);

describe("the stages", () => {
  test("are all named in the table", () => {
    const folders = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory());
    expect(folders.filter((name) => MAY_IMPORT[name] === undefined && sources(join(root, name)).length > 0)).toEqual(
      [],
    );
    expect(imports.length).toBeGreaterThan(50);
  });

  test("import only what comes before them", () => {
    expect(crossing.filter((i) => !MAY_IMPORT[stageOf(i.file)]!.includes(stageOf(i.target))).map(show)).toEqual([]);
  });

  test("are entered through their door", () => {
    const door = /^[a-z]+\/(node\/)?index\.ts$/;
    expect(crossing.filter((i) => !door.test(relative(root, i.target))).map(show)).toEqual([]);
  });

  test("leave Node's modules to the command line, campaigns and folders called node", () => {
    const node = imports.filter((i) => i.specifier.startsWith("node:") || i.specifier === "piscina");
    const allowed = (file: string) => NODE_STAGES.has(stageOf(file)) || relative(root, file).includes("/node/");
    expect(node.filter((i) => !allowed(i.file)).map(show)).toEqual([]);
  });
});

describe("the checker of certificates", () => {
  const checker = "reference/check/";
  const place = (path: string) => relative(root, path);
  const within = local.map((i) => ({ ...i, target: resolve(dirname(i.file), i.specifier) }));

  test("imports no solver: only its own files, core, tasks, networks and the format's types", () => {
    const mine = within.filter((i) => place(i.file).startsWith(checker));
    expect(mine.length).toBeGreaterThan(10);
    const allowed = /^(reference\/(check\/[a-z-]+|certificate)|core\/index|problem\/index|network\/index)\.ts$/;
    expect(mine.filter((i) => !allowed.test(place(i.target))).map(show)).toEqual([]);
    const values = mine
      .filter((i) => /reference\/certificate\.ts$/.test(i.target))
      .filter((i) => !new RegExp(`import type [^;]*"${i.specifier}"`).test(readFileSync(i.file, "utf8")));
    expect(values.map(show)).toEqual([]);
    const packages = imports.filter((i) => place(i.file).startsWith(checker) && !i.specifier.startsWith("."));
    expect(packages.filter((i) => i.specifier !== "zod").map(show)).toEqual([]);
  });

  test("is imported by no solver", () => {
    const users = within.filter((i) => place(i.target).startsWith(checker) && !place(i.file).startsWith(checker));
    expect(users.map((i) => place(i.file))).toEqual(["reference/index.ts"]);
  });
});

describe("the sources", () => {
  test("draw no random number but from a seed and print nothing outside the command line", () => {
    const offenders = sources(root).filter((file) => {
      if (stageOf(file) === "cli") return false;
      return /\bMath\.random\(|\bconsole\.(log|error|warn)\(/.test(readFileSync(file, "utf8"));
    });
    expect(offenders.map((file) => relative(root, file))).toEqual([]);
  });

  test("stay below 400 lines a file", () => {
    const long = sources(root).filter((file) => readFileSync(file, "utf8").split("\n").length > 400);
    expect(long.map((file) => relative(root, file))).toEqual([]);
  });
});
