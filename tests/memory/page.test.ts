import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { studies } from "../../src/memory/index.ts";
import { checkPicture } from "../draw/well-formed.ts";

const docs = fileURLToPath(new URL("../../docs/", import.meta.url));
const page = readFileSync(join(docs, "from-spin-glass-to-attention.md"), "utf8");

describe("the page on memories", () => {
  test("shows every picture of a memory that lies beside it, each well formed, and no other", () => {
    const shown = [...page.matchAll(/\]\(pictures\/([a-z0-9-]+\.svg)\)/g)].map((found) => found[1]!);
    const there = readdirSync(join(docs, "pictures")).filter((name) => name.startsWith("memory-"));
    expect(shown.sort()).toEqual(there.sort());
    for (const name of shown) checkPicture(readFileSync(join(docs, "pictures", name), "utf8"));
  });

  test("names the command of every study, and only of those", () => {
    const named = new Set([...page.matchAll(/\bstudy ([a-z][a-z0-9-]+)/g)].map((found) => found[1]!));
    expect([...named].sort()).toEqual(studies.map(({ name }) => name).sort());
  });
});
