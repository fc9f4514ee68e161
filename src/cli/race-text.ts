import type { RaceBudget, RaceEntry } from "../campaign/index.ts";
import { formatSi } from "../core/index.ts";
import { formatTable } from "./table.ts";

const DASH = "–";

/** An effort as seconds with a prefix, or as a number of sweeps. */
function effort(value: number | null, unit: RaceBudget["unit"]): string {
  if (value === null) return DASH;
  return unit === "seconds" ? formatSi(value, "s", 3) : String(Number(value.toPrecision(3)));
}

const REFERENCES = {
  proven: "optimum, proven",
  named: "best known, as named",
  found: "best found, not proven",
} as const;

/** A race as lines of text: its reference, and a table of the solvers. */
export function raceText({ problem, result }: RaceEntry, budget: RaceBudget): string[] {
  const { reference, solvers } = result;
  const { unit, amount } = budget;
  const header = ["solver", "best", "mean", "hits", "p (95 %)", "to target", "TTS99 (95 %)", "used a run"];
  const rows = solvers.map((solver) => {
    const { tts99, tts99Low, tts99High, hits, runs } = solver;
    const share = (p: number) => p.toFixed(2);
    return [
      solver.name,
      solver.objective === null ? "none feasible" : String(Number(solver.objective.toPrecision(12))),
      solver.meanObjective === null ? DASH : String(Number(solver.meanObjective.toPrecision(9))),
      `${hits}/${runs}`,
      `${share(solver.p)} (${share(solver.pLow)} to ${share(solver.pHigh)})`,
      effort(solver.toTarget, unit),
      tts99 === null
        ? `over ${effort(tts99Low, unit)}`
        : `${effort(tts99, unit)} (${effort(tts99Low, unit)} to ${effort(tts99High, unit)})`,
      effort(solver.used, unit),
    ];
  });
  const value = reference.objective === null ? "none: no feasible solution" : String(reference.objective);
  const bounds = [reference.lower, reference.upper].map((bound) => (bound === null ? "?" : String(bound)));
  const known =
    reference.proven || (reference.lower === null && reference.upper === null) ? "" : `; bounds ${bounds.join(" to ")}`;
  return [
    `${problem.name}: ${problem.kind} with n = ${problem.n}, ${amount} ${unit === "seconds" ? "s of processor time" : "sweeps"} a run`,
    `reference  ${value} (${REFERENCES[reference.source]}; ${reference.method}${known})`,
    ...formatTable(header, rows),
    ...(result.isComplete ? [] : ["interrupted: the table holds the runs that had ended"]),
  ];
}
