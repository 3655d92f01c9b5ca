import { l10n } from 'vscode';

type Words = (who: string) => string;

const UNREACHABLE: Readonly<Record<string, Words>> = {
  unknown_host: (who) =>
    l10n.t(
      '{0} cannot be reached: your network does not know its name. Check the address, your network and VPN, then try again.',
      who,
    ),
  refused: (who) =>
    l10n.t('{0} cannot be reached: nothing answers there. Check the address and that it runs, then try again.', who),
  no_route: (who) =>
    l10n.t('{0} cannot be reached: no way leads there. Check your network and VPN, then try again.', who),
  not_tls: (who) =>
    l10n.t(
      '{0} cannot be reached over https: what answers there does not speak it. Check the address and its port, and the proxy if you have one.',
      who,
    ),
};

const CERTIFICATE: Readonly<Record<string, Words>> = {
  unknown_authority: (who) =>
    l10n.t(
      '{0} shows a certificate that this computer does not trust, so nothing was sent. If your company has a certificate authority of its own, or a proxy that reads traffic, ask your IT for its root certificate, install it in the system, leave the setting "http.systemCertificates" on and restart VS Code.',
      who,
    ),
  not_valid_now: (who) =>
    l10n.t(
      '{0} shows a certificate that is not valid now, so nothing was sent. Check the clock of this computer; if it is right, tell whoever runs that server.',
      who,
    ),
  other_name: (who) =>
    l10n.t(
      '{0} shows a certificate for another name, so nothing was sent. Check the address. A network that first wants a login in the browser does this too: log in there, then try again.',
      who,
    ),
  invalid: (who) =>
    l10n.t(
      '{0} shows a certificate that is not accepted, so nothing was sent. Tell whoever runs that server, or your IT if a proxy is in between.',
      who,
    ),
};

const PROXY: Readonly<Record<string, Words>> = {
  login: (who) =>
    l10n.t(
      'The proxy on the way to {0} wants a login. Give it in the setting "http.proxy" or "http.proxyAuthorization", or ask your IT.',
      who,
    ),
  refused: (who) =>
    l10n.t(
      'The proxy on the way to {0} does not let you through. Check the settings "http.proxy" and "http.noProxy", or ask your IT to allow that address.',
      who,
    ),
  unreachable: (who) =>
    l10n.t(
      'The proxy on the way to {0} cannot be reached. Check the settings "http.proxy" and "http.proxySupport", your network and VPN, then try again.',
      who,
    ),
};

/** Words for argument `reason` of `server_unreachable` and `issuer_unreachable`. */
export function unreachableWords(who: string, reason: string): string {
  const general = l10n.t('{0} cannot be reached. Check the address, your network and VPN, then try again.', who);
  return UNREACHABLE[reason]?.(who) ?? general;
}

/** Words for argument `reason` of `certificate_refused`. */
export function certificateWords(host: string, reason: string): string {
  return (CERTIFICATE[reason] ?? CERTIFICATE['invalid'])?.(host) ?? host;
}

/** Words for argument `reason` of `proxy_failed`. */
export function proxyWords(host: string, reason: string): string {
  return (PROXY[reason] ?? PROXY['refused'])?.(host) ?? host;
}
