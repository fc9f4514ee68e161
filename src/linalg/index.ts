export * from "./cholesky.ts";
export * from "./conjugate-gradients.ts";
export * from "./largest-eigenvalue.ts";
export * from "./row-dots.ts";
export * from "./skyline.ts";
export * from "./star-mesh.ts";
