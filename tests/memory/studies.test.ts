import { describe, expect, test } from "vitest";
import { createRandom, runSteps } from "../../src/core/index.ts";
import { digitSet, findStudy, type MnistSet, type StudyResult, studies } from "../../src/memory/index.ts";
import { caught } from "../helpers/caught.ts";

async function run(name: string, seed = 1, mnist?: MnistSet): Promise<StudyResult> {
  return runSteps(await findStudy(name).run(seed, mnist === undefined ? {} : { mnist }));
}

const refuted = ({ claims }: StudyResult) =>
  claims.filter(({ verdict }) => verdict === "refuted").map(({ claim }) => claim);
const claimOf = ({ claims }: StudyResult, words: string) => claims.find(({ claim }) => claim.includes(words))!;

/** A set in the shape of MNIST: each class a template, each digit one with some pixels flipped. */
function templates(count: number, seed: number): MnistSet {
  const random = createRandom(seed, "templates");
  const shapes = Array.from({ length: 10 }, () =>
    Uint8Array.from({ length: 784 }, () => (random.uniform() < 0.2 ? 255 : 0)),
  );
  const half = () => {
    const images = new Uint8Array(16 + 784 * count);
    const labels = new Uint8Array(8 + count);
    images.set([0, 0, 8, 3, 0, 0, count >> 8, count & 255, 0, 0, 0, 28, 0, 0, 0, 28]);
    labels.set([0, 0, 8, 1, 0, 0, count >> 8, count & 255]);
    for (let k = 0; k < count; k++) {
      labels[8 + k] = k % 10;
      for (let i = 0; i < 784; i++) {
        const x = shapes[k % 10]![i]!;
        images[16 + 784 * k + i] = random.uniform() < 0.02 ? 255 - x : x;
      }
    }
    return digitSet(images, labels, "templates");
  };
  return { train: half(), test: half() };
}

describe("studies", () => {
  test("have names of their own, and an unknown one is refused with the list", () => {
    expect(new Set(studies.map(({ name }) => name)).size).toBe(studies.length);
    expect(caught(() => findStudy("no-such"))).toMatchObject({ code: "memory.study" });
    expect(String(caught(() => findStudy("no-such")))).toContain("recall-64, corruption-40");
  });

  test("repeat from their seed", async () => {
    const first = await run("softmax-beta", 5);
    expect(await run("softmax-beta", 5)).toEqual(first);
    expect(await run("softmax-beta", 6)).not.toEqual(first);
  });

  test("that need digits say so when there are none", async () => {
    await expect(run("hebb-trap")).rejects.toMatchObject({ code: "memory.mnist-missing" });
  });
});

describe("recall-64", () => {
  test("repeats the published run: 2 sweeps, every bit right", async () => {
    const result = await run("recall-64");
    expect(refuted(result)).toEqual([]);
    expect(claimOf(result, "2 sweeps").got).toBe(2);
  });
});

describe("corruption-40", () => {
  test("repeats the published energies, and finds a mixture of all three patterns where they end", async () => {
    const result = await run("corruption-40");
    expect(result.claims.slice(0, 3).map(({ got }) => got)).toEqual([-16, -482, -482]);
    expect(claimOf(result, "mixture of all three").got).toBe(1);
    expect(result.claims.slice(5, 8).map(({ got }) => got)).toEqual([-664, -672, -664]);
    expect(refuted(result)).toHaveLength(2);
  });
});

describe("softmax-beta", () => {
  test("repeats all printed energies and distances, and refutes that the printed energy falls", async () => {
    const result = await run("softmax-beta");
    expect(refuted(result)).toEqual([
      "the energy decreases monotonically: rises in the printed example",
      expect.stringContaining("without 1/beta neither"),
    ]);
    expect(claimOf(result, "with 1/beta the energy never rises").got).toBe(0);
  });
});

describe("attention-identity", () => {
  test("repeats the printed output and holds to 1e-15", async () => {
    expect(refuted(await run("attention-identity"))).toEqual([]);
  });
});

describe("equilibrium", () => {
  test("finds even-odd updates about twice as fast as Picard's, with residual and radius of each", async () => {
    const result = await run("equilibrium");
    expect(refuted(result)).toEqual([]);
    expect(result.table.header).toEqual(["network", "method", "evaluations", "residual", "spectral radius"]);
  });
});

describe("the studies on digits", () => {
  const mnist = templates(300, 1);

  test("run on any set in the shape of MNIST, and give finite claims", async () => {
    for (const name of ["hebb-trap", "centred"]) {
      const { claims, table, figure } = await run(name, 1, mnist);
      expect(claims.length).toBeGreaterThan(4);
      for (const { expected, got, low, high } of claims) {
        expect([expected, got, low, high].every(Number.isFinite)).toBe(true);
        expect(low).toBeLessThanOrEqual(high);
      }
      for (const row of table.rows) expect(row).toHaveLength(table.header.length);
      expect(figure.kind).toBe("images");
    }
  });

  test("refuse files that are no digits", () => {
    const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7);
    const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 3);
    expect(caught(() => digitSet(images, labels, "small"))).toMatchObject({ code: "memory.mnist" });
  });
});
