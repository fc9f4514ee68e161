const NAME = "[A-Za-z][A-Za-z0-9:-]*";
const TOKEN = new RegExp(`<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>|([^<]+)`, "y");
const ENTITY = /&(?:amp|lt|gt|quot|#39);/g;

/**
 * Checks that a text is one XML element, well formed in the strict subset that our serialiser writes, without repeated
 * attributes. @throws Error that names the place.
 */
export function checkWellFormed(text: string): void {
  const open: string[] = [];
  TOKEN.lastIndex = 0;
  let elements = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    const near = text.slice(at, at + 60);
    if (match === null) throw new Error(`not a tag or text: ${near}`);
    const [, closing, name, attributes = "", selfClosing, content] = match;
    if ((content ?? attributes).replace(ENTITY, "").includes("&")) throw new Error(`bare ampersand: ${near}`);
    if (content !== undefined) {
      if (open.length === 0) throw new Error(`text outside the root: ${near}`);
      continue;
    }
    if (closing === "/") {
      if (open.pop() !== name) throw new Error(`wrong end tag: ${near}`);
      continue;
    }
    if (open.length === 0 && elements > 0) throw new Error(`second root: ${near}`);
    elements++;
    const names = [...attributes.matchAll(new RegExp(`(${NAME})="`, "g"))].map((found) => found[1]);
    if (new Set(names).size !== names.length) throw new Error(`repeated attribute: ${near}`);
    if (selfClosing !== "/") open.push(name!);
  }
  if (open.length > 0 || elements === 0) throw new Error(`not closed: ${open.join(" ")}`);
}

/** Checks what every picture must be: well formed, only numbers that are numbers, self-contained, no generated ids. */
export function checkPicture(svg: string): void {
  checkWellFormed(svg);
  const found = /NaN|undefined|Infinity|svgjs|<script|href|url\(|\sid=/i.exec(svg);
  if (found !== null) throw new Error(`must not be in a picture: ${svg.slice(found.index - 40, found.index + 40)}`);
  const addresses = [...svg.matchAll(/[a-z]+:\/\/[^"\s<]*/g)].map((match) => match[0]);
  const outside = addresses.filter((address) => address !== "http://www.w3.org/2000/svg");
  if (outside.length > 0) throw new Error(`address outside: ${outside[0]}`);
}
