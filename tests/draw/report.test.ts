import { describe, expect, test } from "vitest";
import { type ReportData, renderReport, verdictSentence } from "../../src/draw/index.ts";
import { sampleReport } from "./sample-data.ts";
import { checkPicture } from "./well-formed.ts";

const sample = sampleReport();
const HOSTILE = `<script>alert("x")</script><img src='x' onerror=alert(1)>&amp;\u0000\u202e`;

function missed(data: ReportData): ReportData {
  const summary = { ...data.summary, successes: 0, p: 0, pLow: 0, tts99Seconds: null, tts99High: null };
  return {
    ...data,
    runs: data.runs.map((run) => ({ ...run, success: false, settled: false, settleSeconds: null, objective: 135 })),
    summary: { ...summary, joulesToSolution: null },
  };
}

describe("verdictSentence", () => {
  test("counts the runs that reached the proven optimum", () => {
    expect(verdictSentence(sample)).toBe("2 of 4 runs settled in the proven optimum 137.");
  });

  test("names the gap of the best run when none reached it", () => {
    expect(verdictSentence(missed(sample))).toBe(
      "0 of 4 runs settled in the proven optimum 137; the best run reached 135, a gap of 2.",
    );
  });

  test("says that nothing is proven when the bounds are open", () => {
    const reference = { ...sample.reference!, proven: false, upper: 141 };
    expect(verdictSentence({ ...sample, reference })).toBe(
      "Not proven: best known 137 (bounds 137 \u2026 141); 2 of 4 runs reached it.",
    );
  });

  test("takes the smallest objective as best when less is better", () => {
    const task = { ...sample.task, sense: "min" } as const;
    expect(verdictSentence({ ...sample, task, reference: null })).toContain("the best run reached 136");
  });

  test("does not count an infeasible run as best", () => {
    const runs = sample.runs.map((run) => ({ ...run, feasible: false }));
    expect(verdictSentence({ ...sample, runs, reference: null })).toContain("no run gave a feasible state");
  });
});

describe("renderReport", () => {
  test("gives the same bytes for the same data", async () => {
    expect(await renderReport(sampleReport())).toBe(await renderReport(sampleReport()));
  });

  test("holds every section, the assumptions with their sources and the command", async () => {
    const page = await renderReport(sample);
    for (const title of ["Summary", "Proof", "Pictures", "Runs", "Task", "Hardware", "Reproduce"]) {
      expect(page).toContain(`<h2>${title}</h2>`);
    }
    for (const text of ["wire.ohms", "2.5 ohm", "assumed", sample.command, "sample.cir", "0.1.0", "branch and bound"]) {
      expect(page).toContain(text);
    }
    expect(page).toContain("50 % (95 % Wilson interval 15 % \u2026 85 %)");
  });

  test("needs no network and no script, and its pictures are well formed", async () => {
    const page = await renderReport(sample);
    const addresses = new Set(page.match(/[a-z]+:\/\/[^"\s<]*/g));
    expect([...addresses]).toEqual(["http://www.w3.org/2000/svg"]);
    expect(page).not.toMatch(/<script|<link|src=|href=|@import|url\(/);
    const pictures = page.match(/<svg[\s\S]*?<\/svg>/g)!;
    expect(pictures).toHaveLength(6);
    for (const picture of pictures) checkPicture(picture);
  });

  test("escapes names from the outside wherever they appear", async () => {
    const page = await renderReport({
      ...sample,
      task: { ...sample.task, name: HOSTILE, kind: HOSTILE },
      hardware: {
        ...sample.hardware,
        name: HOSTILE,
        topology: HOSTILE,
        assumptions: [{ field: HOSTILE, value: HOSTILE, source: HOSTILE }],
      },
      reference: { ...sample.reference!, method: HOSTILE },
      runs: sample.runs.map((run) => ({ ...run, engine: HOSTILE })),
      netlistFile: HOSTILE,
      command: HOSTILE,
      version: HOSTILE,
    });
    for (const raw of ["<script", "<img", "\u0000", "\u202e"]) expect(page.includes(raw)).toBe(false);
    expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
    expect(page).toContain("&amp;amp;\ufffd\ufffd");
  });

  test.each<[string, ReportData]>([
    ["one run", sampleReport(2, 1)],
    ["no settled run", missed(sample)],
    ["no run", { ...sampleReport(3, 0), waveforms: null, reference: null, energyReference: null }],
    ["no pictures", { ...sample, waveforms: null, energyTraces: [], conductances: null, runs: [] }],
    ["no levels and no assumptions", { ...sample, hardware: { ...sample.hardware, levels: null, assumptions: [] } }],
    [
      "an unproven reference of unknown bounds",
      {
        ...sample,
        reference: { objective: null, lower: null, upper: null, proven: false, method: "none", seconds: null },
      },
    ],
  ])("prints no broken number with %s", async (_, data) => {
    expect(await renderReport(data)).not.toMatch(/NaN|undefined|Infinity|\bnull\b/);
  });

  test("writes that the solution is never reached when no run succeeds", async () => {
    expect(await renderReport(missed(sample))).toContain("never (0 successes); at least 1 \u00b5s");
  });
});
