import type { Crossbar, HardwareProfile, Periphery } from "../../crossbar/index.ts";
import { CostSheet } from "./cost-sheet.ts";

/**
 * Whole runs of success probability p that reach the optimum with 99 %: a clocked machine restarts, and the last anneal is
 * not cut short. Infinite for p = 0.
 *
 * Source: Cai et al., Nature Electronics 3, 409 (2020), Table 1: 11 anneals at N = 60.
 */
export function wholeRuns(p: number): number {
  if (p <= 0) return Number.POSITIVE_INFINITY;
  if (p >= 0.99) return 1;
  return Math.max(1, Math.ceil(Math.log(0.01) / Math.log1p(-p)));
}

/** Conductance that a read drives on the mean bit line, each device by the square of its share of the swing; siemens. */
function drivenSiemens({ wordLines, bitLines, siemens }: Crossbar): number {
  let sum = 0;
  for (const [line, { share }] of wordLines.entries()) {
    for (let i = 0; i < bitLines; i++) sum += share * share * siemens[line * bitLines + i]!;
  }
  return sum / bitLines;
}

/**
 * Cost of running the network as a clocked loop on this array, as Cai et al. do: every clock reads a batch of bit lines,
 * compares and updates its neurons. Without a loop in the periphery a clock reads all bit lines.
 *
 * @param success probability of one anneal, for the figures to solution; null without.
 */
export function clockedCost(
  crossbar: Crossbar,
  profile: HardwareProfile,
  periphery: Periphery,
  drivers: number,
  success: number | null,
): CostSheet {
  const sheet = new CostSheet();
  const { rows: n } = crossbar;
  const { readVolts, readSeconds, clockHertz, driverJoules, senseJoules, converterJoules, bufferJoules, loop } =
    periphery;
  const columns = loop === undefined ? crossbar.bitLines : Math.min(loop.batchColumns.value, n);
  const siemens = drivenSiemens(crossbar);
  const clock = sheet.total("energy a clock, parts known", [
    sheet.derived(
      "array, a clock",
      "J",
      { readVolts, readSeconds },
      `V^2 t G, ${columns} bit lines of G each`,
      (v, t) => {
        return v * v * t * siemens * columns;
      },
    ),
    sheet.derived("drivers, a clock", "J", { driverJoules }, `${drivers} word lines`, (e) => e * drivers),
    sheet.derived("sensing, a clock", "J", { senseJoules }, `${columns} bit lines`, (e) => e * columns),
    sheet.derived("converters, a clock", "J", { converterJoules }, `${columns} conversions`, (e) => e * columns),
    sheet.derived("buffers, a clock", "J", { bufferJoules }, "as given", (e) => e),
  ]);
  if (loop === undefined) return sheet;
  const { cycles, batchColumns, watts } = loop;
  const batches = Math.ceil(n / batchColumns.value);
  const clocks = cycles.value * batches;
  sheet.derived("clocks an anneal", "1", { cycles, batchColumns }, "cycles * ceil(n / batch)", () => clocks);
  const time = { cycles, batchColumns, clockHertz };
  const seconds = sheet.derived("time an anneal", "s", time, "clocks / clock", (_c, _b, f) => clocks / f);
  if (clock !== undefined) {
    sheet.total(`energy an anneal, parts known, of ${clocks} clocks`, [
      { ...clock, part: "clocks", value: clock.value * clocks },
    ]);
  }
  const anneal = sheet.derived(
    "energy an anneal, from the published power",
    "J",
    { ...time, "loop.watts": watts },
    "power * time",
    (_c, _b, f, w) => (w! * clocks) / f!,
  );
  addPublished(sheet, profile, periphery);
  if (success === null || success <= 0) return sheet;
  const runs = wholeRuns(success);
  const ran = `${runs} anneals = ceil(ln 0.01 / ln(1 - ${success}))`;
  if (seconds !== undefined) {
    sheet.derived("time to solution, 99 %", "s", time, `${ran}, each its time`, () => runs * seconds.value);
  }
  if (anneal !== undefined) {
    const inputs = { ...time, "loop.watts": watts };
    sheet.derived("energy to solution", "J", inputs, `${ran}, each its published energy`, () => runs * anneal.value);
  }
  return sheet;
}

/** What the source publishes for its own array beside what the model gives for it. */
function addPublished(sheet: CostSheet, profile: HardwareProfile, { readVolts, readSeconds, loop }: Periphery): void {
  const { arrayJoules, totalJoules, referenceRows, referenceColumns, criticalSeconds } = loop!;
  if (arrayJoules === undefined || referenceRows === undefined || referenceColumns === undefined) return;
  const size = `${referenceRows.value} x ${referenceColumns.value} devices`;
  const { onSiemens, offSiemens } = profile.device;
  const model = sheet.derived(
    "array, a clock, model of the published one",
    "J",
    { readVolts, readSeconds, onSiemens, offSiemens, referenceRows, referenceColumns },
    `V^2 t (on + off) / 2, ${size}, half of them on`,
    (v, t, on, off, r, c) => (v! * v! * t! * (on! + off!) * r! * c!) / 2,
  );
  sheet.derived("array, a clock, published", "J", { arrayJoules }, `as given, ${size}`, (e) => e);
  if (model !== undefined) {
    const inputs = { arrayJoules, readVolts, readSeconds, onSiemens, offSiemens };
    sheet.derived("model over published", "1", inputs, "the two above", (e) => model.value / e);
    const volts = { arrayJoules, readSeconds, onSiemens, offSiemens };
    const formula = "V that makes them equal";
    sheet.derived("read voltage that would close it", "V", volts, formula, (e) => {
      return readVolts!.value * Math.sqrt(e / model.value);
    });
  }
  sheet.derived("machine, a clock, published", "J", { totalJoules }, `as given, ${size}`, (e) => e);
  sheet.derived("critical path, published", "s", { criticalSeconds }, "as given", (t) => t);
}
