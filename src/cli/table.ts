/** A text table: columns as wide as their widest cell, numbers to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((cell, k) => Math.max(cell.length, ...rows.map((row) => row[k]!.length)));
  const right = header.map((_, k) => rows.every((row) => /^[-+.\d]/.test(row[k]!) || row[k] === "–"));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, k) => (right[k] ? cell.padStart(widths[k]!) : cell.padEnd(widths[k]!))).join("  ")}`.trimEnd();
  return [line(header), ...rows.map(line)];
}
