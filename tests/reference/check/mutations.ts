/** Every single-field mutation of a JSON value, each with the path it touches. */

export interface Mutation {
  readonly path: string;
  readonly what: string;
  readonly value: unknown;
}

type Key = string | number;

/** A copy with the value at `keys` replaced; `undefined` removes it. */
function replaced(value: unknown, keys: readonly Key[], by: unknown): unknown {
  if (keys.length === 0) return by;
  const [key, ...rest] = keys;
  if (Array.isArray(value)) return value.map((v, k) => (k === key ? replaced(v, rest, by) : v));
  return Object.fromEntries(
    Object.entries(value as object)
      .map(([name, v]) => [name, name === key ? replaced(v, rest, by) : v] as const)
      .filter(([, v]) => v !== undefined),
  );
}

function variants(value: unknown): [string, unknown][] {
  if (typeof value === "number") {
    return [
      ["negated", -value],
      ["one more", value + 1],
      ["one less", value - 1],
      ["doubled", value * 2],
      ["halved", value / 2],
      ["slightly more", value + 1e-7],
      ["slightly less", value - 1e-7],
      ["zero", 0],
      ["huge", 1e300],
    ];
  }
  if (typeof value === "boolean") return [["flipped", !value]];
  if (typeof value === "string") {
    return [
      ["empty", ""],
      ["longer", `${value}x`],
      ["shorter", value.slice(0, -2)],
      ["turned", value.includes("+1") ? value.replace("+1", "-1") : value.replace("-1", "+1")],
    ];
  }
  if (Array.isArray(value)) {
    return value.flatMap((entry, k) => {
      const changes: [string, unknown][] = [
        [`without ${k}`, value.filter((_, at) => at !== k)],
        [`${k} twice`, [...value.slice(0, k), entry, ...value.slice(k)]],
      ];
      if (k > 0)
        changes.push([`${k} swapped`, value.map((v, at) => (at === k ? value[k - 1] : at === k - 1 ? entry : v))]);
      return changes;
    });
  }
  return [];
}

/** All mutations. `leaves` are put in place of every node of a tree, that is every object with a branch or a leaf. */
export function mutations(root: unknown, leaves: readonly unknown[]): Mutation[] {
  const found: Mutation[] = [];
  const visit = (value: unknown, keys: readonly Key[]): void => {
    const path = keys.join(".");
    const put = (what: string, by: unknown): void => {
      found.push({ path, what, value: replaced(root, keys, by) });
    };
    for (const [what, by] of variants(value)) put(what, by);
    if (keys.length > 0) {
      put("null", null);
      if (typeof keys.at(-1) === "string") put("missing", undefined);
    }
    if (typeof value !== "object" || value === null) return;
    const names = Object.keys(value);
    if (names.some((name) => ["pair", "edge", "place", "leaf"].includes(name))) {
      for (const leaf of leaves) put("a leaf", leaf);
      const [first, second] = ["same", "in"].flatMap((a, k) => (a in value ? [a, ["opposite", "out"][k]!] : []));
      const node = value as Record<string, unknown>;
      if (first !== undefined && second !== undefined) {
        put("children swapped", { ...node, [first]: node[second], [second]: node[first] });
      }
    }
    if (!Array.isArray(value)) put("an unknown field", { ...value, extra: 1 });
    for (const [name, child] of Object.entries(value))
      visit(child, [...keys, Array.isArray(value) ? Number(name) : name]);
  };
  visit(root, []);
  const original = JSON.stringify(root);
  return found.filter(({ value }) => JSON.stringify(value) !== original);
}
