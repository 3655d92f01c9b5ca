import { type DestinationStream, type Logger, pino } from 'pino';

/** Names of fields that are never written, wherever they stand in what is logged. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'set-cookie',
  'dpop',
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'code',
  'state',
  'password',
  'secret',
  'client_secret',
  'clientSecret',
];
const SECRET_PATHS = SECRET_FIELDS.flatMap((name) => ['', '*.', '*.*.'].map((depth) => `${depth}["${name}"]`)).map(
  (path) => path.replace('.[', '['),
);

const JWT = /eyJ[\w-]{8,}\.[\w-]+\.?[\w-]*/g;
const CREDENTIALS = /\b(bearer|dpop|basic) +[\w.~+/=-]{8,}/gi;
const URL_CREDENTIALS = /(\w+:\/\/[^\s:/@"]+:)[^\s/@"]+@/g;

/** A text without the tokens and passwords that a message of somebody else's may have brought along. */
export function withoutSecrets(text: string): string {
  return text.replace(JWT, '[token]').replace(CREDENTIALS, '$1 [credentials]').replace(URL_CREDENTIALS, '$1[secret]@');
}

/** Makes a log of lines of JSON. Fields that hold secrets, and texts that look like some, are never written. */
export function createLog(level: string, destination: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_PATHS, censor: '[secret]' },
      hooks: { streamWrite: withoutSecrets },
    },
    destination,
  );
}
