import { ArgumentError } from "../../core/index.ts";
import { bitSlicing } from "./bit-slicing.ts";
import { differentialPair } from "./differential-pair.ts";
import { MAPPING_NAMES, type Mapping, type MappingName } from "./mapping.ts";
import { offsetColumn } from "./offset-column.ts";
import { referenceColumn } from "./reference-column.ts";

export { MAX_SLICES } from "./bit-slicing.ts";
export { type ArrayPlan, MAPPING_NAMES, type MappingName } from "./mapping.ts";

/** Every mapping by its name. */
export const mappings: Readonly<Record<MappingName, Mapping>> = {
  "differential-pair": differentialPair,
  "reference-column": referenceColumn,
  "offset-column": offsetColumn,
  "bit-slicing": bitSlicing,
};

/** The mapping of this name. @throws ArgumentError */
export function mappingFor(name: MappingName): Mapping {
  const found = mappings[name];
  if (found !== undefined) return found;
  throw new ArgumentError("unknown mapping", {
    code: "argument.mapping",
    received: String(name),
    expected: MAPPING_NAMES.join(" or "),
  });
}
