import { dirname, resolve } from "node:path";
import { readText, toRawPlot, writeOutput } from "../../campaign/index.ts";
import { ArgumentError, formatSi } from "../../core/index.ts";
import { writeRawFile } from "../../simulate/index.ts";
import { createEngine, type EngineName } from "../../simulate/node/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { formatTable } from "../table.ts";

export interface SimulateCliOptions {
  readonly engine: EngineName;
  readonly timeLimit: number;
  readonly save?: readonly string[];
  readonly allowUnsafe?: boolean;
  readonly out?: string;
  readonly ascii?: boolean;
  readonly json?: boolean;
}

/** Simulates a netlist that the user brings and shows where its vectors ended. */
export async function simulateVerb(file: string, options: SimulateCliOptions, context: Context): Promise<number> {
  if (options.ascii === true && options.out === undefined) {
    throw new ArgumentError("there is no file to write as text", {
      code: "simulate.ascii",
      field: "--ascii",
      expected: "--out with it",
    });
  }
  const text = await readText(file);
  const engine = createEngine(options.engine, { threads: 1 });
  const stop = /^\* stop when v\((\S+)\) < (\S+)\s*$/m.exec(text);
  try {
    const waveforms = await engine.simulate(
      {
        netlist: {
          text,
          file,
          folder: dirname(resolve(file)),
          ...(options.save === undefined ? {} : { save: options.save }),
          ...(stop === null ? {} : { stop: { node: stop[1]!, volts: Number(stop[2]) } }),
          ...(options.allowUnsafe === true ? { allowUnsafe: true } : {}),
        },
      },
      { timeLimitSeconds: options.timeLimit, signal: context.signal },
    );
    if (options.out !== undefined) {
      await writeOutput(options.out, writeRawFile(toRawPlot(waveforms), options.ascii === true ? "ascii" : "binary"));
    }
    const last = waveforms.time.length - 1;
    const vectors = waveforms.names.map((name, k) => {
      const values = waveforms.values[k]!;
      const [low, high] = values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
      return { name, low, high, final: values[last]! };
    });
    context.endProgress();
    const endSeconds = waveforms.time[last]!;
    if (options.json === true) {
      const { title, stoppedEarly } = waveforms;
      context.print(
        JSON.stringify({
          title,
          engine: engine.name,
          points: last + 1,
          endSeconds,
          stoppedEarly,
          vectors,
          out: options.out ?? null,
        }),
      );
    } else {
      context.print(waveforms.title);
      context.print(
        `${last + 1} points to ${formatSi(endSeconds, "s")}${waveforms.stoppedEarly ? ", ended by its stop condition" : ""}`,
      );
      const unit = (name: string) => (name.startsWith("i(") ? "A" : "V");
      const rows = vectors.map((v) => [v.name, ...[v.low, v.high, v.final].map((x) => formatSi(x, unit(v.name), 4))]);
      for (const line of formatTable(["vector", "lowest", "highest", "final"], rows)) context.print(line);
    }
    return EXIT.done;
  } finally {
    await engine.close();
  }
}
