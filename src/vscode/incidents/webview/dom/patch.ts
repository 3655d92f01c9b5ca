/**
 * Makes the children of `parent` like `wanted` and changes only what is another, so that focus, scroll, selection, an
 * open list of choices and what was typed stay. Elements with the same `id` or `data-key` are the same; others are
 * matched in their order. Listeners of new elements are lost where an old one stays: listen at the document.
 */
export function patchChildren(parent: Element, wanted: readonly Node[]): void {
  const matches = matchesOf([...parent.childNodes], wanted);
  const kept = new Set(matches);
  for (const child of [...parent.childNodes]) if (!kept.has(child)) child.remove();
  let next = parent.firstChild;
  for (const [index, node] of wanted.entries()) {
    const match = matches[index];
    if (match) patchNode(match, node);
    const placed = match ?? node;
    if (placed === next) next = next.nextSibling;
    else parent.insertBefore(placed, next);
  }
}

function matchesOf(children: readonly Node[], wanted: readonly Node[]): readonly (Node | undefined)[] {
  const free = [...children];
  return wanted.map((node) => {
    const at = free.findIndex((child) => child.nodeName === node.nodeName && keyOf(child) === keyOf(node));
    return at < 0 ? undefined : free.splice(at, 1)[0];
  });
}

function keyOf(node: Node): string {
  return node instanceof HTMLElement ? (node.dataset['key'] ?? node.id) : '';
}

function patchNode(old: Node, wanted: Node): void {
  if (old instanceof Element && wanted instanceof Element) {
    patchAttributes(old, wanted);
    patchChildren(old, [...wanted.childNodes]);
  } else if (old.nodeValue !== wanted.nodeValue) {
    old.nodeValue = wanted.nodeValue;
  }
}

function patchAttributes(old: Element, wanted: Element): void {
  for (const { name } of [...old.attributes]) if (!wanted.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}
