import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A key and a certificate that it has signed itself, PEM. */
export interface Identity {
  readonly key: string;
  readonly certificate: string;
}

/** One value of DER (X.690): its tag, its length, its content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const length = body.length;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body]);
  const digits: number[] = [];
  for (let left = length; left > 0; left >>= 8) digits.unshift(left & 0xff);
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length, ...digits]), body]);
}

const sequence = (...content: Uint8Array[]) => der(0x30, ...content);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const text = (words: string) => der(0x0c, Buffer.from(words));
const octets = (content: Uint8Array) => der(0x04, content);
const YES = der(0x01, Buffer.from([0xff]));

const OID = {
  commonName: '550403',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
  ecdsaWithSha256: '2a8648ce3d040302',
};

/** `YYYYMMDDHHMMSSZ`, GeneralizedTime. */
function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`));
}

function alternativeName(host: string): Buffer {
  if (isIP(host) === 0) return der(0x82, Buffer.from(host));
  const bytes = isIP(host) === 4 ? host.split('.').map(Number) : [...Array(15).fill(0), 1];
  return der(0x87, Buffer.from(bytes));
}

/**
 * A new self-signed certificate (X.509 version 3, ECDSA on P-256).
 *
 * @param hosts names and addresses (of IPv6 only `::1`) that it is for
 * @param days how long it is valid from now on, from an hour ago; negative for one that has expired
 */
export function selfSigned(hosts = ['localhost', '127.0.0.1', '::1'], days = 1): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  // A name of its own: OpenSSL looks issuers up by theirs.
  const words = text(`tanimark test ${randomBytes(4).toString('hex')}`);
  const name = sequence(der(0x31, sequence(oid(OID.commonName), words)));
  const now = Date.now();
  const end = new Date(now + days * 86_400_000);
  const start = new Date(Math.min(now, end.getTime()) - 3_600_000);
  const extensions = sequence(
    sequence(oid(OID.basicConstraints), YES, octets(sequence(YES))),
    sequence(oid(OID.subjectAltName), octets(sequence(...hosts.map(alternativeName)))),
  );
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(start), time(end)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = sign('sha256', body, privateKey);
  const whole = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}
