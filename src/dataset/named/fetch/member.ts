/** A file in an archive; its content is read at most once, before the next member is asked for. */
export interface Member {
  /** Its path in the archive, with `/` and without a `./` in front. */
  readonly name: string;
  /** Its size as the archive says. */
  readonly size: number;
  /** Why it cannot be taken, such as `is encrypted`. */
  readonly problem?: string | undefined;
  /** Its content in chunks. @throws ArchiveDamage */
  content(): AsyncIterable<Uint8Array>;
}

/** What is wrong with an archive, as it follows `the archive`. */
export class ArchiveDamage extends Error {}

/** Without `./` in front, as `tar czf x.tgz .` writes it. */
export function plainName(name: string): string {
  return name.replace(/^(?:\.\/)+/, '');
}
