import { errors } from 'oidc-provider';

/** Seconds after which whoever was put off is to come again. */
export const RETRY_AFTER_SECONDS = '5';

/**
 * Something that the proxy needs cannot be asked now: whoever comes is to come again, with what it has. OAuth clients get
 * its `description` (RFC 6749 section 4.1.2.1), the log its `cause`.
 */
export class TemporarilyUnavailable extends errors.OIDCProviderError {
  readonly description: string;

  constructor(description: string, cause?: unknown) {
    super(503, 'temporarily_unavailable');
    this.description = description;
    this.error_description = description;
    this.expose = true;
    // Given to the constructor it would go into the audit log.
    this.cause = cause;
  }
}

/** The records of the proxy cannot be read or written. */
export class RecordsUnreachable extends TemporarilyUnavailable {
  constructor(cause: unknown) {
    super('What this server keeps cannot be reached now. Try again in a minute.', cause);
  }

  /** For the log alone. */
  inWords(): Error {
    return new Error('the records of the proxy cannot be reached', { cause: this.cause });
  }
}
