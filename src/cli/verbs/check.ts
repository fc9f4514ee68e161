import { checkSettlingFile, isSettlingCertificate, readText, type SettlingVerdict } from "../../campaign/index.ts";
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

function describeSettling({ accepted, objective, gap, proof, reasons }: SettlingVerdict): string[] {
  const lines = [`certificate of a settled run ${accepted ? "accepted" : "rejected"}`];
  if (objective !== null) lines.push(`  the settled voltages stand for objective ${objective}`);
  if (gap !== null)
    lines.push(gap === 0 ? "  the proof shows that it is optimal" : `  at most ${gap} from the optimum`);
  if (proof === null) lines.push("  without a proof: how far it is from the optimum is not certified");
  for (const reason of reasons) lines.push(`  ${reason}`);
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
  const text = await readText(certificateFile);
  const { signal, progress } = context;
  if (isSettlingCertificate(text)) {
    const verdict = await checkSettlingFile(problem, certificateFile, { signal });
    const { kind, name, n, sense } = problem;
    if (options.json === true) context.print(JSON.stringify({ task: { kind, name, n, sense }, ...verdict }));
    else for (const line of describeSettling(verdict)) context.print(line);
    return verdict.accepted ? EXIT.done : EXIT.no;
  }
  const certificate = parseCertificate(text, certificateFile);
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
