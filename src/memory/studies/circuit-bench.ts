import { ArgumentError } from "../../core/index.ts";
import type { HardwareProfile } from "../../crossbar/index.ts";
import type { CircuitBench, StudyData } from "./study.ts";

/** The board and simulator of a study that cannot run without. */
export function requireBench({ bench }: StudyData): CircuitBench {
  if (bench !== undefined) return bench;
  throw new ArgumentError("this study needs a board and a SPICE simulator", {
    code: "memory.bench-missing",
    expected: "data.bench",
  });
}

/** The same board with devices of `levels` conductances, 0 for any, programmed with an error of `sigma` of their range. */
export function flawedBoard(board: HardwareProfile, levels: number, sigma: number): HardwareProfile {
  const { device } = board;
  const siemens = sigma * (device.onSiemens.value - device.offSiemens.value);
  const source = "varied by the study";
  return {
    ...board,
    device: {
      ...device,
      levels: { ...device.levels, value: levels },
      programming: {
        errors: [
          {
            sigma: {
              kind: "constant",
              value: siemens,
              unit: "S",
              factor: 1,
              argument: { of: "conductance", unit: "S", divisor: 1 },
              measured: { low: 0, high: device.onSiemens.value },
              source,
            },
          },
        ],
      },
    },
  };
}
