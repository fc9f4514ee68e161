import { z } from "zod";
import { boardSchema } from "./board-schema.ts";
import { deviceSchema } from "./device-schema.ts";

/** JSON Schema of a device file, as hardware/device.schema.json holds it. */
export function deviceJsonSchema(): object {
  return { title: "Ohmfield device", ...z.toJSONSchema(deviceSchema, { reused: "ref" }) };
}

/** JSON Schema of a board file, as hardware/board.schema.json holds it. */
export function boardJsonSchema(): object {
  return { title: "Ohmfield board", ...z.toJSONSchema(boardSchema, { reused: "ref" }) };
}
