import type { Room } from './room.js';
import type { Chapter, Section, Tone } from './section.js';
import type { Structures } from './structures.js';

/** What sections of a page are made with, beside their result. */
export interface PageContext {
  /** The command that made the result, as a shell takes it. */
  readonly command: string | undefined;
  readonly structures: Structures;
  /** For the figures of all chapters of the page. */
  readonly figures: Room;
  /** Put before the names of figures, so that these are unique on the page. */
  readonly prefix: string;
}

/** Makes the sections of a kind from a result; none where it has nothing to show. */
export type SectionOf<Result> = (
  result: Result,
  page: PageContext,
) => readonly Section[] | Promise<readonly Section[]>;

/** A kind of result on a page. */
export interface ChapterOf<Result> {
  readonly title: (result: Result) => string;
  readonly subject: (result: Result) => string;
  readonly answer: (result: Result) => readonly string[];
  readonly tone: (result: Result) => Tone;
  /** In their order: figures, tables, structures, notes, methods. */
  readonly sections: readonly SectionOf<Result>[];
}

/** The chapter of a result. */
export async function chapterFor<Result>(
  kind: ChapterOf<Result>,
  result: Result,
  page: PageContext,
): Promise<Chapter> {
  const sections: Section[] = [];
  // One after the other: they share the number of structures that may be drawn.
  for (const make of kind.sections) sections.push(...(await make(result, page)));
  return {
    title: kind.title(result),
    subject: kind.subject(result),
    answer: kind.answer(result),
    tone: kind.tone(result),
    sections,
  };
}
