/** The words of two classes. */
export interface Classes {
  readonly positive: string;
  readonly negative: string;
  /** Whether the words are usual ones, so that nothing had to be decided. */
  readonly known?: boolean;
  /** The class of each word in small letters, where a class has several. */
  readonly words?: Readonly<Record<string, 0 | 1>>;
}

/** Outcomes of the NCI's antiviral screen: confirmed active, moderately active, inactive. */
const NCI_SCREEN: Classes = {
  positive: 'CA or CM',
  negative: 'CI',
  words: { ca: 1, cm: 1, ci: 0 },
};

const positiveWords = new Set(['true', 'yes', 'active', 'positive', 'pos', 't', 'y']);
const negativeWords = new Set(['false', 'no', 'inactive', 'negative', 'neg', 'f', 'n']);

/** Words of chemistry for a positive and for a negative class; the other one may be any. */
const affirmative =
  /^(toxic|mutagen(ic)?|carcinogen(ic)?|sensiti[sz]er|inhibitor|binder|hit|blocker|substrate|permeable|soluble|stable|high|p|responder)$/;
const denying = /^(low|np|safe|decoy|insoluble|impermeable|unstable|non-?\w+)$/;

const plainOf = (word: string) => word.trim().toLowerCase();

/** 1 or 0 for the usual words for two classes, else NaN. */
export function classIn(cell: string): number {
  const word = plainOf(cell);
  return positiveWords.has(word) ? 1 : negativeWords.has(word) ? 0 : Number.NaN;
}

/**
 * 1 or 0 for a word, or number, of the classes; undefined for any other.
 */
export function wordOf(cell: string, classes: Classes): 0 | 1 | undefined {
  const word = plainOf(cell);
  if (classes.known) {
    const value = classIn(cell);
    return Number.isNaN(value) ? undefined : (value as 0 | 1);
  }
  if (classes.words) return Object.hasOwn(classes.words, word) ? classes.words[word] : undefined;
  if (same(word, plainOf(classes.positive))) return 1;
  return same(word, plainOf(classes.negative)) ? 0 : undefined;
}

/** Equal as words or as numbers: `1` is `1.0`. */
function same(a: string, b: string): boolean {
  return a === b || (a !== '' && b !== '' && Number(a) === Number(b));
}

/**
 * The classes that different words are of, if it is plain which is positive.
 *
 * @param words without repeats, other than by capitals
 * @param known classes that were said, or are those of another table with the same labels
 */
export function classesIn(
  words: readonly string[],
  { positive, classes }: { positive?: string | undefined; classes?: Classes | null | undefined },
): Classes | null {
  if (positive !== undefined) {
    const others = words.filter((word) => plainOf(word) !== plainOf(positive));
    if (others.length === words.length && words.length > 1) return null;
    if (others.length > 1) return null;
    return { positive, negative: others[0] ?? classes?.negative ?? '' };
  }
  if (classes && words.every((word) => wordOf(word, classes) !== undefined)) return classes;
  if (words.every((word) => !Number.isNaN(classIn(word)))) {
    return { positive: 'true', negative: 'false', known: true };
  }
  if (words.length > 1 && words.every((word) => wordOf(word, NCI_SCREEN) !== undefined))
    return NCI_SCREEN;
  if (words.length !== 2) return null;
  const [first, second] = words;
  if (isOpposite(first, second)) return { positive: first, negative: second };
  return isOpposite(second, first) ? { positive: second, negative: first } : null;
}

/** Whether two words say that the first is the positive class: `BBB+` and `BBB-`, `toxic` and `non-toxic`, `high` and `low`. */
function isOpposite(positive: string, negative: string): boolean {
  const [one, other] = [plainOf(positive), plainOf(negative)];
  if (one.endsWith('+') && other === `${one.slice(0, -1)}-`) return true;
  if (other.replace(/^(non|not|no|in|un|im)[\s_-]*/, '') === one) return true;
  const [ours, theirs] = [leaning(one), leaning(other)];
  return ours >= 0 && theirs <= 0 && ours > theirs;
}

/** 1 for a word for a positive class, -1 for a negative one, 0 for others. */
function leaning(word: string): number {
  if (positiveWords.has(word) || affirmative.test(word)) return 1;
  return negativeWords.has(word) || denying.test(word) ? -1 : 0;
}
