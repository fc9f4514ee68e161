export * from "./grey-image.ts";
export * from "./idx.ts";
export * from "./png.ts";
export * from "./pnm.ts";
export * from "./qr-pattern.ts";
