import { escapeHtml } from '../../../shared/escapeHtml.ts';
import { page } from './page.ts';

interface DeviceForm {
  readonly action: string;
  readonly xsrf: string;
  readonly userCode: string;
}

function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
}

/** Asks for the code that a device shows. */
export function deviceCodePage({ action, xsrf, userCode, problem }: DeviceForm & { problem?: string }): string {
  return page(
    'Activate your device',
    `<h1>Activate your device</h1>
<p class="soft">Enter the code that your device shows.</p>
${problem === undefined ? '' : `<p class="bad" role="alert">${escapeHtml(problem)}</p>`}
<form method="post" action="${escapeHtml(action)}">
${hidden('xsrf', xsrf)}
<label for="code">Activation code</label>
<input type="text" id="code" name="user_code" value="${escapeHtml(userCode)}" autocomplete="off" autocapitalize="characters" spellcheck="false" required>
<div class="actions"><button class="main">Next</button></div>
</form>`,
  );
}

/** Asks whether the code on the device is the one shown here. */
export function deviceConfirmPage({ action, xsrf, userCode, clientName }: DeviceForm & { clientName: string }): string {
  return page(
    'Confirm your device',
    `<h1>Is this the code on your device?</h1>
<p class="code">${escapeHtml(userCode)}</p>
<p class="soft">${escapeHtml(clientName)} wants to sign in on it. If you did not start this, choose “No”.</p>
<form method="post" action="${escapeHtml(action)}">
${hidden('xsrf', xsrf)}
${hidden('user_code', userCode)}
<div class="actions"><button class="main" name="confirm" value="yes">Yes, continue</button>
<button class="other" name="abort" value="yes">No</button></div>
</form>`,
  );
}
