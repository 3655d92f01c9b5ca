/** Reads a text out to a screen reader, without moving the focus. The page holds an element `announcer`. */
export function announce(text: string): void {
  const region = document.getElementById('announcer');
  if (region && text !== '') region.textContent = text;
}
