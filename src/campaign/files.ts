import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ArgumentError, LimitError, OhmfieldError } from "../core/index.ts";

/** Files larger than this are no task, netlist, profile or waveforms. */
const MAX_BYTES = 512 * 2 ** 20;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EISDIR: "this is a folder",
  ENOTDIR: "a part of the path is no folder",
  EEXIST: "a file stands where a folder is wanted",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left",
  EDQUOT: "the disk quota is used up",
  ENAMETOOLONG: "the name is too long",
};
const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** An error of the file system as one that names the file; anything else as it is. */
function fileError(cause: unknown, file: string, code: string, expected: string): unknown {
  const reason = (cause as NodeJS.ErrnoException).code;
  if (cause instanceof OhmfieldError || reason === undefined) return cause;
  const what = REASONS[reason] ?? `it cannot be used (${reason})`;
  const details = { code, file, expected, cause };
  return FULL.has(reason) ? new LimitError(what, details) : new ArgumentError(what, details);
}

/** Reads a whole file. @throws ArgumentError naming the file when it cannot be read or is too large. */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) {
      throw new ArgumentError("the file is too large", {
        code: "file.size",
        file,
        received: `${size} bytes`,
        expected: `at most ${MAX_BYTES}`,
      });
    }
    return await readFile(file);
  } catch (cause) {
    throw fileError(cause, file, "file.read", "a readable file");
  }
}

/** Reads a text file. @throws ArgumentError as `readBytes`. */
export async function readText(file: string): Promise<string> {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await readBytes(file));
}

async function makeParents(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" && dirname(folder) !== folder && !(await isFolder(dirname(folder)))) {
      await makeParents(dirname(folder));
      await mkdir(folder);
    } else if (code !== "EEXIST" || !(await isFolder(folder))) throw cause;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (s) => s.isDirectory(),
    () => false,
  );
}

/**
 * Makes a folder and those above it. (The recursive mkdir of Node does not end under /proc.)
 * @throws ArgumentError naming the folder.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeParents(folder);
  } catch (cause) {
    throw fileError(cause, folder, "file.folder", "a place where a folder can be made");
  }
}

/**
 * Writes a file, making its folder.
 * @throws ArgumentError naming the file, LimitError when the disk is full.
 */
export async function writeOutput(file: string, data: string | Uint8Array): Promise<void> {
  await makeFolder(dirname(file));
  try {
    await writeFile(file, data);
  } catch (cause) {
    throw fileError(cause, file, "file.write", "a place that can be written to");
  }
}
