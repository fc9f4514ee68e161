import { tmpdir } from "node:os";
import { ArgumentError, OhmfieldError } from "../../core/index.ts";
import { type Engine, type EngineStatus, ReducedEngine, WASM_VERSION } from "../index.ts";
import { NgspiceNativeEngine, runProcess } from "./native-engine.ts";
import { ReducedThreads } from "./reduced-threads.ts";
import { NgspiceWasmEngine } from "./wasm-engine.ts";
import { workerLocation } from "./worker-location.ts";

export interface EngineOptions {
  /** Runs at a time. */
  readonly threads?: number;
  /** Runs after which a thread of "ngspice-wasm" starts afresh. */
  readonly recycleAfter?: number;
  /** Program of "ngspice"; default `ngspice` on the PATH. */
  readonly path?: string;
}

/** Names that `createEngine` takes, the default one first. */
export const ENGINE_NAMES = ["ngspice-wasm", "ngspice", "reduced"] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** Asking a program for its version takes no longer. */
const VERSION_LIMIT_MS = 10_000;

function wasmStatus(): EngineStatus {
  try {
    workerLocation();
  } catch (error) {
    return { name: "ngspice-wasm", available: false, version: "", note: (error as Error).message };
  }
  return { name: "ngspice-wasm", available: true, version: WASM_VERSION, note: "built in; no XSPICE, no Verilog-A" };
}

async function nativeStatus(path: string): Promise<EngineStatus> {
  const name = "ngspice";
  try {
    const { out } = await runProcess(path, ["--version"], tmpdir(), AbortSignal.timeout(VERSION_LIMIT_MS));
    const version = /ngspice-([\w.+]+)/.exec(out)?.[1];
    if (version === undefined) return { name, available: false, version: "", note: "the program is not ngspice" };
    return { name, available: true, version: `ngspice ${version}`, note: "the one on this machine" };
  } catch (error) {
    if (!(error instanceof OhmfieldError)) throw error;
    return { name, available: false, version: "", note: "not installed" };
  }
}

/** What each engine offers on this machine, in the order of ENGINE_NAMES. */
export async function listEngines(options: EngineOptions = {}): Promise<EngineStatus[]> {
  const reduced: EngineStatus = {
    name: "reduced",
    available: true,
    version: "built in",
    note: "Hopfield circuits alone: passive and virtual-ground, with wires or without",
  };
  return [wasmStatus(), await nativeStatus(options.path ?? "ngspice"), reduced];
}

/** The engine called `name`; it starts nothing before its first run. @throws ArgumentError for an unknown name. */
export function createEngine(name: string = ENGINE_NAMES[0], options: EngineOptions = {}): Engine {
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  if (name === "ngspice-wasm") {
    const recycle = options.recycleAfter === undefined ? {} : { recycleAfter: options.recycleAfter };
    return new NgspiceWasmEngine({ ...threads, ...recycle });
  }
  if (name === "ngspice") {
    const path = options.path === undefined ? {} : { path: options.path };
    return new NgspiceNativeEngine({ ...threads, ...path });
  }
  // One run at a time needs no thread, and none to start.
  if (name === "reduced") return (options.threads ?? 1) === 1 ? new ReducedEngine() : new ReducedThreads(threads);
  throw new ArgumentError("there is no such engine", {
    code: "argument.engine",
    received: name,
    expected: ENGINE_NAMES.join(" or "),
  });
}
