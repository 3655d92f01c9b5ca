/** Whether a client id is the address of its metadata document, which has a path (draft OAuth CIMD section 3). */
export function isDocumentAddress(clientId: string): boolean {
  const url = URL.parse(clientId);
  return url?.protocol === 'https:' && url.pathname !== '/' && url.hash === '' && url.username === '';
}
