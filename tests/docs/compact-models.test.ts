import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COMPACT_MODELS } from "../../src/circuit/index.ts";
import { DEVICE_CHECKS } from "../../src/simulate/index.ts";

const docs = new URL("../../docs/", import.meta.url);
const text = readFileSync(new URL("compact-models.md", docs), "utf8");
const sections = new Map(text.split(/^## /m).map((part) => [part.split("\n")[0]!, part]));

describe("docs/compact-models.md", () => {
  test.for(COMPACT_MODELS)("has a section for $name with its picture, limits and every parameter as it is", (model) => {
    const section = sections.get(model.name)!;
    expect(section).toContain(`![${model.name}](pictures/${model.name}.svg)`);
    expect(existsSync(new URL(`pictures/${model.name}.svg`, docs))).toBe(true);
    expect(section).toContain("\nLimits: ");
    for (const p of model.parameters) expect(section).toContain(`| ${p.name} | ${p.default} | ${p.unit} |`);
    for (const check of DEVICE_CHECKS.filter((c) => c.model === model.name)) {
      for (const { quantity } of check.values) expect(section).toContain(`| ${check.drive} | ${quantity} |`);
    }
  });
});
