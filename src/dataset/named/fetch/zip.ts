import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { ArchiveDamage, type Member, plainName } from './member.js';

/** Members of a zip file, in the order of its directory. @throws ArchiveDamage */
export async function* zipMembers(path: string): AsyncGenerator<Member> {
  // Names are decoded here, because yauzl gives up a whole archive for a name that is not safe to write to.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  const zip = await guarded(() => yauzl.openPromise(path, options));
  try {
    const entries = zip.eachEntry();
    for (;;) {
      const { done, value: entry } = await guarded(() => entries.next());
      if (done) return;
      yield memberOf(zip, entry);
    }
  } finally {
    zip.close();
  }
}

function memberOf(zip: ZipFile, entry: Entry): Member {
  const { generalPurposeBitFlag: flags, extraFields, fileNameRaw } = entry;
  const name = yauzl.getFileNameLowLevel(flags, fileNameRaw, extraFields, false);
  return {
    name: plainName(name),
    size: entry.uncompressedSize,
    problem: problemOf(entry, name),
    content: () => contentOf(zip, entry),
  };
}

function problemOf(entry: Entry, name: string): string | undefined {
  if (name.endsWith('/')) return 'is a folder; name a file in it';
  if (entry.isEncrypted()) return 'is encrypted; only archives without a password can be read';
  if (entry.canDecodeFileData()) return undefined;
  return `is compressed by method ${entry.compressionMethod}, which is not supported (only deflate is)`;
}

async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const stream = await guarded(() => zip.openReadStreamPromise(entry));
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let checksum = 0;
  try {
    for (;;) {
      const { done, value } = await guarded(() => chunks.next());
      if (done) break;
      checksum = crc32(value, checksum);
      yield value;
    }
  } finally {
    stream.destroy();
  }
  if (checksum !== entry.crc32) throw new ArchiveDamage('is a damaged zip file (wrong CRC-32)');
}

async function guarded<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    const { message } = error as Error;
    const text = /encryption/.test(message)
      ? 'is an encrypted zip file'
      : `is a damaged or incomplete zip file (${message})`;
    throw new ArchiveDamage(text, { cause: error });
  }
}
