/** All studies, in the order in which the page on memories tells of them. */

import { ArgumentError, quoteReceived } from "../../core/index.ts";
import { attentionIdentity } from "./attention-identity.ts";
import { boltzmann } from "./boltzmann.ts";
import { capacity } from "./capacity.ts";
import { capacityModern } from "./capacity-modern.ts";
import { centred } from "./centred.ts";
import { corruption40 } from "./corruption-40.ts";
import { digitsCircuit } from "./digits-circuit.ts";
import { energyMonotone } from "./energy-monotone.ts";
import { equilibrium } from "./equilibrium.ts";
import { fewShot } from "./few-shot.ts";
import { hebbTrap } from "./hebb-trap.ts";
import { interpolation } from "./interpolation.ts";
import { multipleInstance } from "./multiple-instance.ts";
import { noisyGallery } from "./noisy-gallery.ts";
import { pseudoinverse } from "./pseudoinverse.ts";
import { qrRestoration } from "./qr-restoration.ts";
import { randomFeatures } from "./random-features.ts";
import { recall64 } from "./recall-64.ts";
import { recallCircuit } from "./recall-circuit.ts";
import { sequence } from "./sequence.ts";
import { sequenceCircuit } from "./sequence-circuit.ts";
import { similarity } from "./similarity.ts";
import { softmaxBeta } from "./softmax-beta.ts";
import { softmaxCircuit } from "./softmax-circuit.ts";
import { spurious } from "./spurious.ts";
import type { Study } from "./study.ts";
import { superposition } from "./superposition.ts";
import { unseenDigits } from "./unseen-digits.ts";

export const studies: readonly Study[] = [
  recall64,
  corruption40,
  spurious,
  capacity,
  hebbTrap,
  centred,
  pseudoinverse,
  interpolation,
  softmaxBeta,
  energyMonotone,
  attentionIdentity,
  capacityModern,
  unseenDigits,
  similarity,
  randomFeatures,
  superposition,
  sequence,
  boltzmann,
  equilibrium,
  fewShot,
  multipleInstance,
  qrRestoration,
  noisyGallery,
  recallCircuit,
  digitsCircuit,
  softmaxCircuit,
  sequenceCircuit,
];

/** The study called `name`. @throws ArgumentError listing them. */
export function findStudy(name: string): Study {
  const found = studies.find((study) => study.name === name);
  if (found !== undefined) return found;
  throw new ArgumentError("there is no such study", {
    code: "memory.study",
    received: quoteReceived(name),
    expected: studies.map((study) => study.name).join(", "),
  });
}
