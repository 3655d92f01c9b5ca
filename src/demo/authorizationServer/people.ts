import { SCOPE } from '../../shared/names.ts';

/** Somebody who can sign in at the stand-in. */
export interface Person {
  /** What the login form sends. */
  readonly key: string;
  /** Okta's id of the user: `uid` of access tokens, `sub` of ID tokens. */
  readonly uid: string;
  /** Okta login, an e-mail address: `sub` of access tokens. */
  readonly login: string;
  readonly name: string;
  /** What the login page says of the person. */
  readonly about: string;
  /** Scopes of the API that the access policy allows this person. */
  readonly scopes: readonly string[];
  /** Whether the application is assigned to the person; not assigned means `access_denied`. */
  readonly assigned: boolean;
}

/** The two people of the local demo: an engineer who reads and writes, and a viewer who only reads. */
export const DEMO_PEOPLE: readonly Person[] = [
  {
    key: 'engineer',
    uid: '00u4erinalvarez0h5d7',
    login: 'erin.alvarez@example.com',
    name: 'Erin Alvarez',
    about: 'Engineer on call: reads, creates and changes incidents',
    scopes: [SCOPE.read, SCOPE.write],
    assigned: true,
  },
  {
    key: 'viewer',
    uid: '00u4victorokafor2x5d',
    login: 'victor.okafor@example.com',
    name: 'Victor Okafor',
    about: 'Viewer: reads incidents, changes nothing',
    scopes: [SCOPE.read],
    assigned: true,
  },
];
