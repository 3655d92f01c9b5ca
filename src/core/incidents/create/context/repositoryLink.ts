import { isLoopbackHostname } from '../../../../shared/loopback.ts';

/** Lines of a file in a repository, counted from 1. */
export interface RepositoryLines {
  /** Relative to the repository's root, with slashes. */
  readonly path: string;
  readonly first: number;
  readonly last: number;
}

type LineLink = (base: string, commit: string, lines: RepositoryLines) => string;

/** The host has a dot: one without is a name out of a person's own configuration, which leads nowhere for others. */
const SCP = /^(?:[^@/\s]+@)?(?<host>[\w-]+(?:\.[\w-]+)+):(?!\/\/)(?<path>[^\s]+)$/;

const GITHUB: LineLink = (base, commit, { path, first, last }) =>
  `${base}/blob/${commit}/${encodedPath(path)}#L${first}${last > first ? `-L${last}` : ''}`;
const GITLAB: LineLink = (base, commit, { path, first, last }) =>
  `${base}/-/blob/${commit}/${encodedPath(path)}#L${first}${last > first ? `-${last}` : ''}`;
const BITBUCKET: LineLink = (base, commit, { path, first, last }) =>
  `${base}/src/${commit}/${encodedPath(path)}#lines-${first}${last > first ? `:${last}` : ''}`;
const AZURE: LineLink = (base, commit, { path, first, last }) =>
  `${base}?path=/${encodedPath(path)}&version=GC${commit}&line=${first}&lineEnd=${last + 1}&lineStartColumn=1&lineEndColumn=1&lineStyle=plain`;

/** Hosts whose addresses of lines are known; those with a name of the product are the product, on a company's machine. */
const HOSTS: readonly (readonly [RegExp, LineLink])[] = [
  [/^(?:github\.com|github\..+|.+\.ghe\.com)$/, GITHUB],
  [/^(?:gitlab\.com|gitlab\..+)$/, GITLAB],
  [/^bitbucket\.org$/, BITBUCKET],
  [/^(?:dev\.azure\.com|.+\.visualstudio\.com)$/, AZURE],
];

/** Hosts that are for ssh alone, and the one that pages are at. */
const SSH_HOSTS: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'altssh.bitbucket.org': 'bitbucket.org',
};

/**
 * The web address of a repository by the address of its remote: https in place of ssh, without user, password and
 * query. Undefined for a folder, or for what is no such address.
 */
export function repositoryPage(remote: string): string | undefined {
  const url = URL.canParse(remote) ? new URL(remote) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return pageAt(url.protocol, url.host, url.pathname);
  if (url && /^(?:ssh|git|git\+ssh):$/.test(url.protocol)) return sshPage(url.hostname, url.pathname);
  const { host, path } = SCP.exec(remote)?.groups ?? {};
  return host === undefined || path === undefined ? undefined : sshPage(host, path);
}

/** The address of lines in a commit; undefined where the host's form of it is not known. */
export function linesPage(page: string, commit: string, lines: RepositoryLines): string | undefined {
  const { hostname } = new URL(page);
  const form = HOSTS.find(([host]) => host.test(hostname))?.[1];
  return form && /^[0-9a-f]{7,64}$/.test(commit) ? form(page, commit, lines) : undefined;
}

function sshPage(host: string, path: string): string | undefined {
  const name = host.toLowerCase();
  const parts = path.split('/').filter((part) => part !== '');
  // Azure DevOps: v3/organization/project/repository.
  if (parts[0] === 'v3' && parts.length === 4) {
    const [, organization = '', project = '', repository = ''] = parts;
    if (name === 'ssh.dev.azure.com')
      return pageAt('https:', 'dev.azure.com', `${organization}/${project}/_git/${repository}`);
    if (name === 'vs-ssh.visualstudio.com') {
      return pageAt('https:', `${organization}.visualstudio.com`, `${project}/_git/${repository}`);
    }
  }
  return pageAt('https:', SSH_HOSTS[name] ?? name, parts.join('/'));
}

function pageAt(protocol: string, host: string, path: string): string | undefined {
  const clean = path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  const address = `${protocol}//${host.toLowerCase()}/${clean}`;
  if (clean === '' || !URL.canParse(address)) return undefined;
  const { hostname, href } = new URL(address);
  // Nobody else could follow it.
  return isLoopbackHostname(hostname) ? undefined : href;
}

function encodedPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
