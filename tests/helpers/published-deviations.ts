import { publishedSeconds } from "../../src/crossbar/index.ts";
import { hardwareNames, shippedDevice } from "./hardware.ts";

/**
 * Published standard deviations, typed anew from the sources and not read from the profiles: siemens by target siemens
 * and time after programming.
 */
export const PUBLISHED: Readonly<Record<string, (siemens: number, seconds: number | undefined) => number>> = {
  ideal: () => 0,
  "taox-cai-2020": () => 2.8e-6,
  "hfo2-milo-2021": (g) => 1e-6 * Math.max(0, -0.009107 * (g * 1e6) + 4.782321),
  "rram-wan-2022": (g, seconds) => {
    const x = g / 40e-6;
    if (seconds === 1) return 1e-6 * (0.348 + 16.03 * x - 43.853 * x ** 2 + 45.393 * x ** 3 - 16.815 * x ** 4);
    if (seconds === 86400) return 1e-6 * (0.701 + 22.086 * x - 50.773 * x ** 2 + 47.095 * x ** 3 - 16.458 * x ** 4);
    return 1e-6 * (0.782 + 20.274 * x - 43.507 * x ** 2 + 37.062 * x ** 3 - 11.934 * x ** 4);
  },
  "rram-wan-2022-cubic": (g) => {
    const u = g * 1e6;
    return 1e-6 * (1.536e-4 * u ** 3 - 1.167e-2 * u ** 2 + 0.2374 * u + 1.053);
  },
  "pcm-joshi-2020": (g) => 1e-6 * (-0.00178767 * (g * 1e6) ** 2 + 0.07585724 * (g * 1e6) + 0.28638599),
  "pcm-nandakumar-2019": (g) => 1e-6 * (0.26348 + 1.965 * (g / 25e-6) - 1.1731 * (g / 25e-6) ** 2),
  "pcm-le-gallo-2023": (g) => {
    const x = g / 10.35e-6;
    return 1e-6 * (0.15781817 + 2.32443916 * x - 2.16310839 * x ** 2 + 0.68841818 * x ** 3);
  },
  "sonos-agrawal-2022": (g, seconds) => {
    const nanoamps = g * 0.1 * 1e9;
    const fits: Record<number, [number, number]> = {
      0: [19.88665, 176.3115],
      86400: [25.59102, 186.85544],
      432000: [34.57909, 207.34309],
    };
    const [a, b] = fits[seconds!]!;
    return (a * (1 - Math.exp(-nanoamps / b)) * 1e-9) / 0.1;
  },
  "reram-sky130": () => 5e-6,
  "reram-isaac": () => 0,
  "rram-neurosim": () => 0,
  "flash-fahimi-2021": (g) => 0.01 * g,
  "hfox-stanford-pku": () => 9.23e-5,
  "reram-gong-2022-om": () => 2e-6,
  "reram-gong-2022-hfo2": () => 2e-6,
};

/** Every device at every published time, at conductances from off to on. */
export const PUBLISHED_CASES = hardwareNames("devices").flatMap((name) => {
  const device = shippedDevice(name);
  const times = publishedSeconds(device);
  return (times.length === 0 ? [undefined] : times).map((seconds) => [name, seconds, device] as const);
});
