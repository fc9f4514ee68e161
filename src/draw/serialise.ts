import { escapeMarkup } from "./escape.ts";

/** What the serialiser reads of a DOM node; both svgdom's nodes and a browser's have it. */
interface TreeNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly childNodes: ArrayLike<unknown>;
}

interface TreeElement extends TreeNode {
  readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>;
}

const ELEMENT = 1;
const TEXT = 3;

/** Attributes that svg.js adds for itself, with counters in them: they would make equal pictures differ. */
function isGenerated(name: string, value: string): boolean {
  if (name.startsWith("xmlns") || name === "version" || name.includes("svgjs")) return true;
  return name === "id" && value.startsWith("Svgjs");
}

function write(node: TreeNode, out: string[], isRoot: boolean): void {
  if (node.nodeType === TEXT) {
    out.push(escapeMarkup(node.nodeValue ?? ""));
    return;
  }
  if (node.nodeType !== ELEMENT) return;
  out.push("<", node.nodeName, isRoot ? ' xmlns="http://www.w3.org/2000/svg"' : "");
  const { attributes } = node as TreeElement;
  for (let i = 0; i < attributes.length; i++) {
    const { name, value } = attributes[i]!;
    if (!isGenerated(name, value)) out.push(" ", name, '="', escapeMarkup(value), '"');
  }
  if (node.childNodes.length === 0) {
    out.push("/>");
    return;
  }
  out.push(">");
  for (let i = 0; i < node.childNodes.length; i++) write(node.childNodes[i] as TreeNode, out, false);
  out.push("</", node.nodeName, ">");
}

/**
 * Writes an SVG tree as XML text: attributes in the order they were set, no generated ids or library namespaces, so that
 * the bytes depend on the picture alone and not on the DOM behind it.
 */
export function serialiseSvg(root: unknown): string {
  const out: string[] = [];
  write(root as TreeNode, out, true);
  return out.join("");
}
