/** Puts members in the place of an editor's own, as long as a test needs. @returns how to end that */
export function standIn<Api extends object>(api: Api, members: Partial<Api>): () => void {
  const own = Object.keys(members).map((name) => [name, Reflect.get(api, name)] as const);
  Object.assign(api, members);
  return () => void Object.assign(api, Object.fromEntries(own));
}
