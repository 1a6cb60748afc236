import { open, rm } from 'node:fs/promises';
import { TanimarkError } from '../../../errors.js';
import { Job } from '../../../job.js';
import { count, list, nearestWord, plural, printable } from '../../../text.js';
import { ArchiveDamage, type Member, plainName } from './member.js';
import { NewFile } from './new-file.js';

export interface ExtractOptions {
  /** The most bytes that a member may have. */
  readonly maxBytes: number;
  readonly job?: Job;
}

/**
 * Writes members of a zip, tar or tar.gz file to files, in one reading. Its kind is told by its content. Nothing else is
 * written, whatever the names in the archive are, and nothing is left where it fails.
 *
 * @param wanted the path of the file to be written, by the path of the member
 * @throws TanimarkError (file) where the archive is damaged or encrypted, is none, or lacks a member
 * @throws AbortedError when canceled
 */
export async function extractMembers(
  archive: string,
  wanted: ReadonlyMap<string, string>,
  { maxBytes, job = new Job() }: ExtractOptions,
): Promise<void> {
  let isDone = false;
  try {
    await extract(archive, wanted, maxBytes, job);
    isDone = true;
  } catch (error) {
    if (!(error instanceof ArchiveDamage)) throw error;
    throw new TanimarkError(
      'file',
      `${archive} ${printable(error.message, 300)}; download it again`,
      { cause: error },
    );
  } finally {
    if (!isDone) await Promise.all([...wanted.values()].map((to) => rm(to, { force: true })));
  }
}

async function extract(
  archive: string,
  wanted: ReadonlyMap<string, string>,
  maxBytes: number,
  job: Job,
): Promise<void> {
  const left = new Map([...wanted].map(([name, to]) => [plainName(name), to]));
  /** Of files. */
  const names: string[] = [];
  const taken = new Set<string>();
  for await (const member of await membersOf(archive)) {
    job.check();
    if (!member.name.endsWith('/')) names.push(member.name);
    const to = left.get(member.name);
    if (to === undefined) continue;
    if (taken.has(member.name)) {
      throw new TanimarkError(
        'file',
        `${archive} has two members "${member.name}"; it is not safe to choose one`,
      );
    }
    await write(archive, member, to, maxBytes, job);
    taken.add(member.name);
  }
  const missing = [...left.keys()].filter((name) => !taken.has(name));
  if (missing.length > 0) throw missingMember(archive, missing, names);
}

async function membersOf(archive: string): Promise<AsyncIterable<Member>> {
  const head = await headOf(archive);
  const begins = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
  if (begins(0x50, 0x4b, 0x03, 0x04) || begins(0x50, 0x4b, 0x05, 0x06)) {
    return (await import('./zip.js')).zipMembers(archive);
  }
  const tar = await import('./tar.js');
  if (begins(0x1f, 0x8b)) return tar.tarMembers(archive, { isGzipped: true });
  if (tar.isTarHeader(head)) return tar.tarMembers(archive, { isGzipped: false });
  throw new ArchiveDamage('is no zip, tar or tar.gz file, the kinds that can be read');
}

async function headOf(archive: string): Promise<Buffer> {
  const handle = await open(archive).catch((error: NodeJS.ErrnoException) => {
    throw new TanimarkError('file', `${archive} cannot be read (${error.code})`, { cause: error });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function write(archive: string, member: Member, to: string, maxBytes: number, job: Job) {
  const problem = (text: string) =>
    new TanimarkError('file', `"${member.name}" in ${archive} ${text}`);
  if (member.problem !== undefined) throw problem(member.problem);
  const tooLarge = () => problem(`has more than the limit of ${count(maxBytes)} bytes`);
  if (member.size > maxBytes) throw tooLarge();
  const file = await NewFile.create(to);
  try {
    for await (const chunk of member.content()) {
      job.check();
      if (file.bytes + chunk.length > maxBytes) throw tooLarge();
      await file.add(chunk);
    }
    if (file.bytes !== member.size) {
      throw problem(`has ${count(file.bytes)} bytes, expected ${count(member.size)}`);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

const SHOWN = 5;

function missingMember(
  archive: string,
  missing: readonly string[],
  names: readonly string[],
): TanimarkError {
  const [member] = missing;
  const more = missing.length > 1 ? ` (and ${count(missing.length - 1)} more)` : '';
  const near = nearestNames(member, names);
  const rest = names.length - near.length;
  const shown = near.map((name) => `"${printable(name, 100)}"`);
  if (rest > 0 && near.length > 0) shown.push(plural(rest, 'other'));
  const has = near.length > 0 ? `it has ${list(shown)}` : 'it is empty';
  return new TanimarkError(
    'file',
    `${archive} has no member "${printable(member, 200)}"${more}; ${has}; correct "member" in the registry, or download the archive again`,
  );
}

/** The names that most probably stand for the same member: those of equal files in other folders, then similar ones. */
function nearestNames(member: string, names: readonly string[]): string[] {
  const baseOf = (name: string) => name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const same = names.filter((name) => baseOf(name) === baseOf(member));
  const near = nearestWord(member, names);
  const bases = new Map(names.map((name) => [baseOf(name), name]));
  const nearBase = bases.get(nearestWord(baseOf(member), bases.keys()) ?? '');
  const found = [...same, near, nearBase].filter((name) => name !== undefined);
  return [...new Set(found.length > 0 ? found : names)].slice(0, SHOWN);
}
