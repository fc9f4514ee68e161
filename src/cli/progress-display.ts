import type { Progress } from "../core/index.ts";

/** Without a terminal a line a stage at most this often. */
const LINE_MILLISECONDS = 5000;

/**
 * Shows progress on stderr: bars on a terminal (cli-progress, loaded on first use), a line now and then elsewhere.
 */
export class ProgressDisplay {
  private readonly now: () => number;
  private readonly started: number;
  private bars: import("cli-progress").MultiBar | undefined;
  private loading = false;
  private ended = false;
  private readonly byStage = new Map<string, import("cli-progress").SingleBar>();
  private readonly lastLine = new Map<string, number>();

  constructor(now: () => number) {
    this.now = now;
    this.started = now();
  }

  update(progress: Progress): void {
    if (this.ended) return;
    if (!process.stderr.isTTY) this.line(progress);
    else if (this.bars !== undefined) this.bar(progress);
    else if (!this.loading) this.loadBars(progress);
  }

  private loadBars(progress: Progress): void {
    this.loading = true;
    void import("cli-progress").then(({ default: { MultiBar, Presets } }) => {
      if (this.ended) return;
      this.bars = new MultiBar(
        {
          stream: process.stderr,
          format: "{stage} {bar} {value}/{total} {note}",
          clearOnComplete: true,
          hideCursor: true,
        },
        Presets.shades_classic,
      );
      this.bar(progress);
    });
  }

  private bar(progress: Progress): void {
    const payload = { stage: progress.stage.padEnd(8), note: progress.note ?? "" };
    let bar = this.byStage.get(progress.stage);
    if (bar === undefined) {
      bar = this.bars!.create(progress.total, progress.done, payload);
      this.byStage.set(progress.stage, bar);
    }
    bar.setTotal(progress.total);
    bar.update(progress.done, payload);
  }

  private line(progress: Progress): void {
    const now = this.now();
    const last = this.lastLine.get(progress.stage) ?? this.started;
    if (now - last < LINE_MILLISECONDS) return;
    this.lastLine.set(progress.stage, now);
    process.stderr.write(`${progress.stage}: ${progress.done} of ${progress.total} ${progress.note ?? ""}\n`);
  }

  end(): void {
    this.ended = true;
    this.bars?.stop();
  }
}
