import type { z } from "zod";
import type { BoardArray } from "./array-schema.ts";
import type { Device } from "./device-schema.ts";
import type { Periphery } from "./periphery-schema.ts";

/** What the checks look at; the device where it is at hand. */
interface Parts {
  readonly array: BoardArray;
  readonly neuron: {
    readonly supplyVolts: { readonly value: number };
    readonly inputOffsetSigmaVolts?: { readonly value: number } | undefined;
    readonly comparatorOffsetSigmaVolts?: { readonly value: number } | undefined;
  };
  readonly periphery?: Periphery | undefined;
  readonly device?: Device | string;
}

interface Contradiction {
  readonly path: readonly string[];
  readonly expected: string;
}

function* ofParts({ array, neuron, periphery }: Parts): Generator<Contradiction> {
  const { wires, columns } = array;
  if (wires.kind === "geometry") {
    // Word lines lie side by side along the bit lines, one pitch of these apart.
    for (const [line, across] of [
      ["wordLine", "bitLine"],
      ["bitLine", "wordLine"],
    ] as const) {
      const pitch = wires[across].pitchMeters.value;
      if (wires[line].widthMeters.value < pitch) continue;
      const expected = `less than ${across}.pitchMeters, ${pitch} m, or neighbouring lines touch`;
      yield { path: ["array", "wires", line, "widthMeters", "value"], expected };
    }
  }
  const swing = neuron.supplyVolts.value;
  for (const name of ["inputOffsetSigmaVolts", "comparatorOffsetSigmaVolts"] as const) {
    if ((neuron[name]?.value ?? 0) < swing) continue;
    yield { path: ["neuron", name, "value"], expected: `less than supplyVolts, ${swing} V` };
  }
  const lines = periphery?.linesPerConverter?.value ?? 0;
  if (lines > columns.value) {
    yield { path: ["periphery", "linesPerConverter", "value"], expected: `at most array.columns, ${columns.value}` };
  }
  const loop = periphery?.loop;
  if (loop === undefined) return;
  if (loop.batchColumns.value > columns.value) {
    yield { path: ["periphery", "loop", "batchColumns", "value"], expected: `at most array.columns, ${columns.value}` };
  }
  const total = loop.totalJoules?.value ?? Number.POSITIVE_INFINITY;
  if ((loop.arrayJoules?.value ?? 0) > total) {
    yield { path: ["periphery", "loop", "arrayJoules", "value"], expected: `at most totalJoules, ${total} J` };
  }
}

function* withDevice({ array, neuron }: Parts, device: Device): Generator<Contradiction> {
  const { temperature, conduction, selector } = device;
  const kelvin = array.kelvin.value;
  if (temperature !== undefined) {
    const [low, high] = [temperature.lowestKelvin.value, temperature.highestKelvin.value];
    if (kelvin < low || kelvin > high) {
      yield { path: ["array", "kelvin", "value"], expected: `${low} to ${high} K, where the device was measured` };
    }
  }
  if (conduction?.kind !== "sinh") return;
  const [highest, threshold] = [conduction.highestVolts.value, selector?.thresholdVolts.value ?? 0];
  if (neuron.supplyVolts.value > highest + threshold) {
    const kept = selector === undefined ? "" : `, and the selector's ${threshold} V`;
    const expected = `at most the device's conduction.highestVolts, ${highest} V${kept}`;
    yield { path: ["neuron", "supplyVolts", "value"], expected };
  }
}

/** Adds an issue for each pair of fields of a board that cannot both be right; with its device, for those of both. */
export function checkBoard(board: Parts, context: z.core.$RefinementCtx): void {
  const found = [...ofParts(board), ...(typeof board.device === "object" ? withDevice(board, board.device) : [])];
  for (const { path, expected } of found) {
    context.addIssue({ code: "custom", path: [...path], message: `expected ${expected}` });
  }
}
