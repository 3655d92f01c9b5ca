import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linesPage, repositoryPage } from '../../../../src/core/incidents/create/context/repositoryLink.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

describe('The page of a repository', () => {
  for (const [remote, page] of [
    ['https://github.com/acme/shop.git', 'https://github.com/acme/shop'],
    ['https://erin:ghp_secret@github.com/acme/shop.git', 'https://github.com/acme/shop'],
    ['https://x-access-token@github.com/acme/shop', 'https://github.com/acme/shop'],
    ['https://gitlab.com/acme/group/shop.git?private_token=s3cret', 'https://gitlab.com/acme/group/shop'],
    ['git@github.com:acme/shop.git', 'https://github.com/acme/shop'],
    ['github.com:acme/shop.git', 'https://github.com/acme/shop'],
    ['ssh://git@ssh.github.com:443/acme/shop.git', 'https://github.com/acme/shop'],
    ['ssh://git@gitlab.example.com:2222/acme/shop.git', 'https://gitlab.example.com/acme/shop'],
    ['git@bitbucket.org:acme/shop.git', 'https://bitbucket.org/acme/shop'],
    ['git@ssh.dev.azure.com:v3/acme/web/shop', 'https://dev.azure.com/acme/web/_git/shop'],
    ['acme@vs-ssh.visualstudio.com:v3/acme/web/shop', 'https://acme.visualstudio.com/web/_git/shop'],
    ['https://acme@dev.azure.com/acme/web/_git/shop', 'https://dev.azure.com/acme/web/_git/shop'],
    ['https://git.example.com:8443/scm/shop.git', 'https://git.example.com:8443/scm/shop'],
  ] as const) {
    it(`of ${remote}`, () => assert.equal(repositoryPage(remote), page));
  }

  for (const remote of [
    '/home/erin/shop.git',
    '../shop',
    'C:\\Users\\erin\\shop',
    'file:///home/erin/shop',
    'http://127.0.0.1:3000/shop.git',
    'https://github.com/',
    'javascript:alert(1)',
    'work:acme/shop.git',
    '',
  ]) {
    it(`is none for ${JSON.stringify(remote)}`, () => assert.equal(repositoryPage(remote), undefined));
  }

  it('never has a user, a password, a query or another scheme than http and https, whatever the remote is', () => {
    const credential = fc.stringMatching(/^[A-Za-z0-9%._~-]{1,20}$/);
    const scheme = fc.constantFrom('https', 'http', 'ssh', 'git', 'ftp', 'ext');
    fc.assert(
      fc.property(scheme, credential, credential, fc.webPath(), (protocol, user, password, path) => {
        const page = repositoryPage(`${protocol}://${user}:${password}@git.example.com${path}?token=${password}#x`);
        if (page === undefined) return;
        const url = new URL(page);
        assert.deepEqual([url.username, url.password, url.search, url.hash], ['', '', '', '']);
        assert.match(url.protocol, /^https?:$/);
        assert.equal(url.hostname, 'git.example.com');
      }),
    );
  });
});

describe('The page of lines', () => {
  const lines = { path: 'src/a b/#main.ts', first: 3, last: 7 };
  const pageOf = (remote: string, last = lines.last) =>
    linesPage(repositoryPage(remote) ?? '', COMMIT, { ...lines, last });

  it('has the form of its host', () => {
    const path = 'src/a%20b/%23main.ts';
    for (const host of ['github.com', 'github.example.com', 'acme.ghe.com']) {
      assert.equal(pageOf(`git@${host}:acme/shop.git`), `https://${host}/acme/shop/blob/${COMMIT}/${path}#L3-L7`);
    }
    for (const host of ['gitlab.com', 'gitlab.example.com']) {
      assert.equal(pageOf(`git@${host}:acme/shop.git`), `https://${host}/acme/shop/-/blob/${COMMIT}/${path}#L3-7`);
    }
    assert.equal(
      pageOf('git@bitbucket.org:acme/shop.git'),
      `https://bitbucket.org/acme/shop/src/${COMMIT}/${path}#lines-3:7`,
    );
    assert.equal(
      pageOf('git@ssh.dev.azure.com:v3/acme/web/shop'),
      `https://dev.azure.com/acme/web/_git/shop?path=/${path}&version=GC${COMMIT}&line=3&lineEnd=8&lineStartColumn=1&lineEndColumn=1&lineStyle=plain`,
    );
  });

  it('names one line once', () => {
    assert.match(pageOf('git@github.com:acme/shop.git', 3) ?? '', /#L3$/);
    assert.match(pageOf('git@gitlab.com:acme/shop.git', 3) ?? '', /#L3$/);
    assert.match(pageOf('git@bitbucket.org:acme/shop.git', 3) ?? '', /#lines-3$/);
  });

  it('is none where the form of the host is not known, or the commit is none', () => {
    assert.equal(pageOf('git@git.example.com:acme/shop.git'), undefined);
    assert.equal(pageOf('git@notgithub.com:acme/shop.git'), undefined);
    assert.equal(linesPage('https://github.com/acme/shop', 'main"><script>', lines), undefined);
  });
});
