export type { BoardArray } from "./array-schema.ts";
export { type Assumption, assumptions } from "./assumptions.ts";
export { BOARD_SCHEMA, type Board, type HardwareProfile } from "./board-schema.ts";
export { type Curve, evaluateCurve, usableRange } from "./curve.ts";
export { DEVICE_SCHEMA, type Device } from "./device-schema.ts";
export { boardJsonSchema, deviceJsonSchema } from "./json-schema.ts";
export { PERIPHERY_SCHEMA, type Periphery, type PeripheryFile } from "./periphery-schema.ts";
export type { Quantity } from "./quantity.ts";
export { curveText, type HardwareNumber, hardwareNumbers, quantityText } from "./words.ts";
