import { basename } from "node:path";
import { readBytes, writeOutput } from "../../campaign/index.ts";
import { ArgumentError, createRandom, quoteReceived } from "../../core/index.ts";
import {
  createRecall,
  formatRecall,
  type GreyImage,
  type Ink,
  idxImage,
  imagePattern,
  isIdx,
  isPng,
  parsePatterns,
  qrPattern,
  readIdx,
  readPng,
  readPnm,
  resizeImage,
} from "../../problem/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";

export interface GenerateRecallOptions {
  readonly qr?: readonly string[];
  readonly select?: readonly number[];
  readonly size?: { readonly columns: number; readonly rows: number };
  readonly ink?: Ink;
  readonly threshold: number;
  readonly probe: number;
  readonly flip: number;
  readonly seed: number;
  readonly out?: string;
  readonly json?: boolean;
}

interface Stored {
  readonly name: string;
  readonly columns: number;
  readonly cells: Int8Array;
}

/** The patterns of one file; its first bytes tell what it is. */
async function patternsOfFile(file: string, options: GenerateRecallOptions): Promise<Stored[]> {
  const bytes = await readBytes(file);
  const stem = basename(file).replace(/\.[^.]*$/, "");
  const store = (name: string, image: GreyImage, ink: Ink): Stored => {
    const { columns, rows } = options.size ?? { columns: image.width, rows: image.height };
    const cells = imagePattern(resizeImage(image, columns, rows), options.ink ?? ink, options.threshold);
    return { name, columns, cells };
  };
  if (isPng(bytes)) return [store(stem, await readPng(bytes, file), "dark")];
  if (bytes[0] === 80 && bytes[1]! >= 49 && bytes[1]! <= 54) return [store(stem, readPnm(bytes, file), "dark")];
  if (isIdx(bytes) || (bytes[0] === 0x1f && bytes[1] === 0x8b)) {
    const idx = readIdx(bytes, file);
    const chosen = options.select ?? [0, 1, 2].slice(0, idx.sizes[0]);
    return chosen.map((k) => store(`${stem} ${k}`, idxImage(idx, k, file), "bright"));
  }
  const { names, columns, rows, patterns } = parsePatterns(new TextDecoder().decode(bytes), file);
  const size = columns * rows;
  return names.map((name, m) => ({ name, columns, cells: patterns.slice(m * size, (m + 1) * size) }));
}

/** QR codes of one size, that of the longest text. */
async function patternsOfTexts(texts: readonly string[]): Promise<Stored[]> {
  const codes = await Promise.all(texts.map((text) => qrPattern(text)));
  const side = Math.max(...codes.map((code) => code.side));
  const version = (side - 17) / 4;
  const grown = await Promise.all(texts.map((text) => qrPattern(text, version)));
  return grown.map(({ pattern }, k) => ({
    name: `qr ${quoteReceived(texts[k])}`.trim(),
    columns: side,
    cells: pattern,
  }));
}

/** Writes a recall task: stored patterns from files and texts, the probe one of them with a share of its cells flipped. */
export async function generateRecallVerb(
  files: readonly string[],
  options: GenerateRecallOptions,
  context: Context,
): Promise<number> {
  const stored: Stored[] = [];
  for (const file of files) stored.push(...(await patternsOfFile(file, options)));
  if (options.qr !== undefined) stored.push(...(await patternsOfTexts(options.qr)));
  const first = stored[0];
  if (first === undefined) {
    throw new ArgumentError("there is nothing to store", {
      code: "generate.recall-empty",
      received: "no files and no --qr",
      expected: "pattern, image or IDX files, or texts after --qr",
    });
  }
  const rows = first.cells.length / first.columns;
  const odd = stored.find(({ columns, cells }) => columns !== first.columns || cells.length !== first.cells.length);
  if (odd !== undefined) {
    throw new ArgumentError("the patterns have different sizes", {
      code: "generate.recall-size",
      received: `'${first.name}' has ${first.columns} x ${rows}, '${odd.name}' ${odd.columns} x ${odd.cells.length / odd.columns}`,
      expected: "one size: --size brings images to it",
    });
  }
  const source = stored[options.probe - 1];
  if (source === undefined) {
    throw new ArgumentError("there is no such pattern for the probe", {
      code: "generate.recall-probe",
      received: `--probe ${options.probe}`,
      expected: `1 to ${stored.length}`,
    });
  }
  const probe = source.cells.slice();
  const random = createRandom(options.seed, "recall", "flips");
  const order = Uint32Array.from(probe.keys());
  const flips = Math.round(options.flip * probe.length);
  for (let k = 0; k < flips; k++) {
    const at = k + random.integer(order.length - k);
    [order[k], order[at]] = [order[at]!, order[k]!];
    probe[order[k]!] = -probe[order[k]!]!;
  }
  const patterns = new Int8Array(stored.length * probe.length);
  stored.forEach(({ cells }, m) => {
    patterns.set(cells, m * probe.length);
  });
  const grids = { rows, columns: first.columns, names: stored.map(({ name }) => name), patterns, probe };
  const problem = createRecall(`recall-${first.columns}x${rows}-${stored.length}-${options.seed}`, grids);
  const text = formatRecall(problem, [
    `the probe is pattern ${options.probe} with ${flips} of ${problem.n} cells flipped`,
  ]);
  if (options.out !== undefined) await writeOutput(options.out, text);
  const { kind, name, n, sense } = problem;
  const facts = { task: { kind, name, n, sense }, patterns: stored.length, flips, file: options.out ?? null };
  if (options.json === true) context.print(JSON.stringify(options.out === undefined ? { ...facts, text } : facts));
  else if (options.out === undefined) context.print(text.trimEnd());
  else
    context.print(
      `${options.out}: ${stored.length} patterns of ${first.columns} x ${rows}, ${flips} cells of the probe flipped`,
    );
  return EXIT.done;
}
