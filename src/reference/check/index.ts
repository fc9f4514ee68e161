/** The checker of certificates: a program of its own beside the solvers. */
export { type CertificateVerdict, checkCertificate, checkCertificateAsync, checkSteps } from "./check.ts";
export { parseCertificate } from "./schema.ts";
export type { Reason } from "./tree.ts";
