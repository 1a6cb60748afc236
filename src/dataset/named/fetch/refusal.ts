import { printable } from '../../../text.js';

/** Why one try at one URL did not give the file. Its message is a few words, as in `<url>: HTTP 404 Not Found`. */
export class Refusal extends Error {
  /** Whether another try may end otherwise. */
  readonly isPassing: boolean;
  /** How long the server asks to wait before that, in milliseconds. */
  readonly wait: number | undefined;

  constructor(
    message: string,
    { passing = false, wait }: { passing?: boolean; wait?: number | undefined } = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.isPassing = passing;
    this.wait = wait;
  }
}

/** Errors of the system that may pass by themselves. */
const PASSING = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What the codes of frequent errors mean. */
const MEANINGS: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'the name of the host cannot be resolved now',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'the host does not exist, or there is no network',
  ETIMEDOUT: 'the connection timed out',
};

/** Certificates that nobody vouches for: often those of a company's proxy that reads along. */
const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** An error of the connection as a refusal. @param during what went on, where that helps */
export function connectionRefusal(error: unknown, during = ''): Refusal {
  const { code, message } = firstOf(error);
  const meaning = MEANINGS[code ?? ''];
  if (UNTRUSTED.has(code ?? '')) {
    return new Refusal(
      `${during}the certificate is not trusted (${message}; set NODE_EXTRA_CA_CERTS to the certificates of your network's proxy, if it has its own)`,
    );
  }
  const text = meaning ? `${meaning} (${code})` : printable(message || String(code), 200);
  return new Refusal(during + text, { passing: PASSING.has(code ?? '') });
}

/** The error itself, or the first of those of several addresses. */
function firstOf(error: unknown): { code?: string; message: string } {
  const errors = (error as AggregateError).errors;
  return Array.isArray(errors) && errors.length > 0 ? firstOf(errors[0]) : (error as Error);
}
