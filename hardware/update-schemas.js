// Writes the JSON Schemas of devices and boards from the code: npm run build && node hardware/update-schemas.js && npm run format
import { writeFileSync } from "node:fs";
import { boardJsonSchema, deviceJsonSchema } from "../dist/crossbar/index.js";

for (const [name, schema] of [
  ["device", deviceJsonSchema()],
  ["board", boardJsonSchema()],
]) {
  writeFileSync(new URL(`${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, null, 1)}\n`);
}
