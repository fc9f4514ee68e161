import { readText } from "../../campaign/index.ts";
import { type CertificateVerdict, checkCertificateAsync, parseCertificate } from "../../reference/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { loadProblem } from "../load.ts";

function describe(verdict: CertificateVerdict, sense: "max" | "min"): string[] {
  const { accepted, objective, bound, proven, nodes, leaves, reasons, tolerance } = verdict;
  const lines = [`certificate ${accepted ? "accepted" : "rejected"}: ${nodes} nodes, ${leaves} leaves`];
  if (objective !== null) lines.push(`  the solution: objective ${objective}`);
  if (bound !== null) lines.push(`  every solution: ${sense === "min" ? "at least" : "at most"} ${bound}`);
  if (accepted) lines.push(proven ? "  the solution is optimal" : "  not proven: bound and objective differ");
  if (tolerance > 0) lines.push(`  numbers closer than ${tolerance} are called equal: the task's do not sum exactly`);
  for (const { path, message } of reasons) lines.push(`  ${path}: ${message}`);
  return lines;
}

/** Checks a certificate against its task, with no code of the solvers. */
export async function checkVerb(
  file: string,
  certificateFile: string,
  options: { readonly json?: boolean },
  context: Context,
): Promise<number> {
  const { problem } = await loadProblem(file);
  const certificate = parseCertificate(await readText(certificateFile), certificateFile);
  const { signal, progress } = context;
  const verdict = await checkCertificateAsync(problem, certificate, { signal, progress });
  context.endProgress();
  const { kind, name, n, sense } = problem;
  if (options.json === true) {
    const { bound: claimedBound, objective: claimedObjective, proven: claimedProven } = certificate;
    const claimed = { objective: claimedObjective, bound: claimedBound, proven: claimedProven };
    context.print(JSON.stringify({ task: { kind, name, n, sense }, claimed, ...verdict }));
  } else for (const line of describe(verdict, sense)) context.print(line);
  return verdict.accepted ? EXIT.done : EXIT.no;
}
