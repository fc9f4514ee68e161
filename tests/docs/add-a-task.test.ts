import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("docs/add-a-task.md", () => {
  const blocks = [...read("docs/add-a-task.md").matchAll(/```ts\n(.*?)\n```/gs)].map((match) => match[1]!);
  const sources = read("src/problem/exact-cover.ts") + read("tests/problem/exact-cover.test.ts");

  test("quotes the task, its reader, its encoding, its kind and its test", () => {
    expect(blocks.length).toBeGreaterThanOrEqual(7);
  });

  test.for(blocks.map((block) => [block.split("\n")[0]!, block] as const))("quotes %j as it is", ([, block]) => {
    expect(sources).toContain(block);
  });
});
