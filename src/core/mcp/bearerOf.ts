/** The bearer token that a request carries; empty where there is none. */
export function bearerOf({ headers }: RequestInit): string {
  const all = headers instanceof Headers ? headers : new Headers(headers);
  return /^Bearer (.+)$/i.exec(all.get('authorization') ?? '')?.[1] ?? '';
}
