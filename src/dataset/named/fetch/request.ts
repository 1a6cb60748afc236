import { currentIo } from '../../../io.js';

/** A file that is wanted, and what is known of it. */
export interface FileRequest {
  /** The data set's name as messages write it, such as `dataset:esol`. */
  readonly name: string;
  /** Mirrors in the order in which they are tried. */
  readonly urls: readonly string[];
  /** Its size; null where nobody has published it. */
  readonly bytes: number | null;
  /** The most bytes to be taken where `bytes` is null. */
  readonly maxBytes: number;
  /** Checksums, lower-case hex; null where nobody has published one. */
  readonly sha256: string | null;
  readonly md5: string | null;
  /** The temporary file to be written. Its folder exists. */
  readonly to: string;
}

/** A file that passed all checks, and is now at `to`. */
export interface Taken {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface Downloaded extends Taken {
  /** The mirror that it came from, as the request names it. */
  readonly url: string;
}

/** How a server is talked to; times in milliseconds. */
export interface Network {
  /** Where the variables of proxies are. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The certificates to trust, PEM, in place of those of Node.js. */
  readonly ca?: string | undefined;
  /** The most time until a connection stands, with that of a proxy and TLS. */
  readonly connectTime: number;
  /** The most time until an answer begins. */
  readonly responseTime: number;
  /** The most time without a byte of the body. */
  readonly idleTime: number;
  /** The least rate, in bytes per second, as the mean of each `rateTime`. */
  readonly leastRate: number;
  readonly rateTime: number;
  /** How often a URL is tried. */
  readonly tries: number;
  /** How long to wait before the second try; before each later one twice as long. */
  readonly retryTime: number;
  /** The longest wait that a server may ask for. */
  readonly longestRetryTime: number;
}

/** A network with what `given` leaves out. The environment is that of the run. */
export function networkOf(given: Partial<Network> = {}): Network {
  return {
    env: currentIo().env,
    connectTime: 15_000,
    responseTime: 30_000,
    idleTime: 30_000,
    leastRate: 1000,
    rateTime: 60_000,
    tries: 3,
    retryTime: 1000,
    longestRetryTime: 60_000,
    ...given,
  };
}
