import { Command, CommanderError } from "commander";
import { OhmfieldError, type Progress } from "../core/index.ts";
import { addCompareCommand } from "./commands/compare.ts";
import { addGenerateCommands } from "./commands/generate.ts";
import { addHardwareCommands } from "./commands/hardware.ts";
import { addProofCommands } from "./commands/proof.ts";
import { addTaskCommands } from "./commands/task.ts";
import { packageVersion } from "./context.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { ProgressDisplay } from "./progress-display.ts";
import type { RunVerb } from "./run-verb.ts";

/** The command tree; each verb's code is loaded when it runs, so that --help answers at once. */
function buildProgram(version: string, run: RunVerb): Command {
  const program = new Command("ohmfield")
    .description(
      "Compile optimisation tasks to memristor Hopfield crossbars, settle them in SPICE, prove how far they are.",
    )
    .version(version)
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, "ohmfield: ").replace(/\n(?=.)/g, " ")),
    })
    .exitOverride();
  addTaskCommands(program, run);
  addProofCommands(program, run);
  addCompareCommand(program, run);
  addGenerateCommands(program, run);
  addHardwareCommands(program, run);
  return program;
}

/** One line for what is wrong outside; the stack for a fault of Ohmfield itself. */
function describe(error: unknown): string {
  if (error instanceof OhmfieldError) return error.message.replace(/\s*\n\s*/g, " ");
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs the command line and returns its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  // A reader that has seen enough (`| head`) is no fault.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  const version = await packageVersion();
  const interrupt = new AbortController();
  const onInterrupt = () => {
    // The second Ctrl-C does not wait for files to be written.
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort();
  };
  let code: number = EXIT.done;
  const now = () => performance.now();
  const run: RunVerb = async (verb) => {
    const display = new ProgressDisplay(now);
    process.on("SIGINT", onInterrupt);
    process.on("SIGTERM", onInterrupt);
    try {
      code = await verb({
        signal: interrupt.signal,
        print: (line) => process.stdout.write(`${line}\n`),
        note: (line) => process.stderr.write(`${line}\n`),
        progress: (progress: Progress) => display.update(progress),
        endProgress: () => display.end(),
        now,
        version,
      });
    } finally {
      display.end();
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onInterrupt);
    }
  };
  try {
    await buildProgram(version, run).parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
    code = exitCodeOf(error);
    process.stderr.write(`ohmfield: ${describe(error)}\n`);
  }
  return code;
}
