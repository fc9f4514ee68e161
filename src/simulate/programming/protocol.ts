import { ArgumentError } from "../../core/index.ts";

/** How devices of a model are programmed. Magnitudes of voltages; their signs are the model's. All of it is a choice of ours. */
export interface PulseProtocol {
  /** First, last and increment of the amplitude of set pulses. */
  readonly setVolts: readonly [first: number, last: number, step: number];
  readonly resetVolts: readonly [first: number, last: number, step: number];
  /** From the middle of the rise to the middle of the fall. */
  readonly widthSeconds: number;
  readonly readVolts: number;
  /** Parameters that differ from device to device, and those that differ from pulse to pulse. */
  readonly deviceSpread: readonly string[];
  readonly cycleSpread: readonly string[];
}

/** Rise and fall of a pulse as a share of its width; as much rest as width follows. */
export const PULSE_RISE = 0.05;

const PROTOCOLS: Readonly<Record<string, PulseProtocol>> = {
  hp_joglekar: {
    setVolts: [0.5, 2, 0.1],
    resetVolts: [0.5, 2, 0.1],
    widthSeconds: 1e-2,
    readVolts: 0.1,
    deviceSpread: ["ron", "roff", "mu"],
    cycleSpread: ["mu"],
  },
  hp_biolek: {
    setVolts: [0.5, 2, 0.1],
    resetVolts: [0.5, 2, 0.1],
    widthSeconds: 1e-2,
    readVolts: 0.1,
    deviceSpread: ["ron", "roff", "mu"],
    cycleSpread: ["mu"],
  },
  yakopcic: {
    setVolts: [0.18, 0.6, 0.01],
    resetVolts: [0.18, 0.6, 0.01],
    widthSeconds: 1e-4,
    readVolts: 0.1,
    deviceSpread: ["a1", "vp", "vn"],
    cycleSpread: ["ap", "an"],
  },
  team: {
    setVolts: [0.01, 0.5, 0.01],
    resetVolts: [0.25, 12, 0.25],
    widthSeconds: 1e-2,
    readVolts: 5e-3,
    deviceSpread: ["ron", "roff", "i_off", "i_on"],
    cycleSpread: ["k_off", "k_on"],
  },
  taox: {
    setVolts: [0.5, 0.8, 0.02],
    resetVolts: [0.4, 1.1, 0.02],
    widthSeconds: 1e-6,
    readVolts: 0.1,
    deviceSpread: ["gm", "s_off", "s_on"],
    cycleSpread: ["s_off", "s_on"],
  },
  vteam: {
    setVolts: [0.21, 0.4, 0.005],
    resetVolts: [0.05, 2, 0.05],
    widthSeconds: 1e-8,
    readVolts: 0.01,
    deviceSpread: ["ron", "roff", "v_off", "v_on"],
    cycleSpread: ["k_off", "k_on"],
  },
  stanford_pku: {
    setVolts: [1.3, 1.6, 0.02],
    resetVolts: [1, 1.5, 0.02],
    widthSeconds: 1e-6,
    readVolts: 0.1,
    deviceSpread: ["i0", "g0", "fmin"],
    cycleSpread: ["fmin"],
  },
  sky130_reram: {
    setVolts: [1.6, 2.6, 0.05],
    resetVolts: [0.6, 2.6, 0.05],
    widthSeconds: 1e-7,
    readVolts: 0.1,
    deviceSpread: ["i_k1", "vel_k1"],
    cycleSpread: ["vel_k1"],
  },
};

/** The protocol of a model. @throws ArgumentError when it has none. */
export function pulseProtocol(model: string): PulseProtocol {
  const protocol = PROTOCOLS[model];
  if (protocol !== undefined) return protocol;
  throw new ArgumentError("there is no pulse protocol for this model", {
    code: "argument.model",
    received: model,
    expected: Object.keys(PROTOCOLS).join(" "),
  });
}
