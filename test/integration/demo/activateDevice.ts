import assert from 'node:assert/strict';
import { CookieJar } from '../support/loginByForm.ts';

/** Does on the device page what a person does. */
export async function activateDevice(address: string, userCode: string, person: string): Promise<void> {
  const jar = new CookieJar();
  let url = new URL(address);
  let response = await jar.fetch(url);
  let html = '';
  for (let step = 0; step < 12; step += 1) {
    const location = response.headers.get('location');
    if (location !== null) {
      url = new URL(location, url);
      response = await jar.fetch(url);
      continue;
    }
    html = await response.text();
    if (html.includes('Device activated')) return;
    const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1];
    assert.ok(action, html);
    const hidden = [...html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const fields = hidden.map(([, name = '', value = '']) => [name, value]);
    const answer = html.includes('name="person"')
      ? [['person', person]]
      : html.includes('name="confirm"')
        ? [['confirm', 'yes']]
        : [['user_code', userCode]];
    url = new URL(action, url);
    response = await jar.fetch(url, { method: 'POST', body: new URLSearchParams([...fields, ...answer]) });
  }
  assert.fail(`the device was not activated: ${html}`);
}
