import { count } from '../../../text.js';
import type { Digests } from './new-file.js';
import type { FileRequest } from './request.js';

type Expected = Pick<FileRequest, 'bytes' | 'maxBytes' | 'sha256' | 'md5'>;

/** The most bytes that a file may have. */
export function mostBytes({ bytes, maxBytes }: Expected): number {
  return bytes ?? maxBytes;
}

/** Whether a size or a checksum of the file is known. */
export function isPublished({ bytes, sha256, md5 }: Expected): boolean {
  return bytes !== null || sha256 !== null || md5 !== null;
}

/**
 * What is wrong with a size, such as `12 bytes, expected 1,200`; undefined where nothing is.
 *
 * @param isLeast whether the file has that many bytes or more
 */
export function sizeProblem(size: number, expected: Expected, isLeast = false): string | undefined {
  const { bytes, maxBytes } = expected;
  if (bytes !== null) {
    if (size === bytes) return undefined;
    const shown = isLeast ? `more than ${count(bytes)}` : count(size);
    return isLeast
      ? `${shown} bytes, the expected size`
      : `${shown} bytes, expected ${count(bytes)}`;
  }
  if (size > maxBytes) {
    const shown = isLeast ? 'more' : `${count(size)} bytes, more`;
    return `${shown} than the limit of ${count(maxBytes)} bytes`;
  }
  return size === 0 ? 'an empty file' : undefined;
}

/** What is wrong with the checksums, with both values; undefined where nothing is. */
export function checksumProblem(digests: Digests, { sha256, md5 }: Expected): string | undefined {
  if (sha256 !== null && digests.sha256 !== sha256) {
    return `SHA-256 ${digests.sha256}, expected ${sha256}`;
  }
  if (md5 !== null && digests.md5 !== md5) return `MD5 ${digests.md5}, expected ${md5}`;
  return undefined;
}
