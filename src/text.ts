/**
 * Characters that are not seen, or that change how others are seen: control characters, line and paragraph separators,
 * direction marks, zero-width and other default-ignorable characters (joiners, tags, variation selectors), halves of
 * surrogate pairs.
 */
export const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\ufffb]/gu;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** `text` with an escape (`\\n`, `\\u001b`) for each character that is not seen, but for those in `kept`. */
export function visible(text: string, kept = ''): string {
  return text.replace(UNSEEN, (c) => {
    if (kept.includes(c)) return c;
    const code = (c.codePointAt(0) as number).toString(16);
    return NAMED[c] ?? (c.length > 1 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`);
  });
}

/**
 * `text` fit for one line of a terminal: what is not seen (which a hostile file could use to rewrite the screen)
 * becomes a visible escape, and what is then longer than `limit` characters is cut in the middle.
 */
export function printable(text: string, limit = 80): string {
  // Escapes are never shorter than what they stand for, so the middle of a long text is cut anyway.
  const long = text.length > 2 * limit;
  const shown = long ? visible(text.slice(0, limit)) + visible(text.slice(-limit)) : visible(text);
  if (shown.length <= limit) return shown;
  const tail = Math.floor(limit / 4);
  const head = shown.slice(0, limit - tail - 1).replace(/[\ud800-\udbff]$/, '');
  return `${head}…${shown.slice(shown.length - tail).replace(/^[\udc00-\udfff]/, '')}`;
}

/** `1 row`, `2 rows`, `4,361 rows`. */
export function plural(n: number, noun: string, nouns = `${noun}s`): string {
  return `${count(n)} ${n === 1 ? noun : nouns}`;
}

/** A whole number with thousands separators, the same in every locale. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** The order of values to be listed: numbers by value, then words by letter, the same everywhere. */
export function compareValues(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  if (x < y || x > y) return x < y ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `a, b and c`; an empty list gives an empty text. */
export function list(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items[items.length - 1]}`;
}

/** Longer words are no slips of the pen, and would take long to compare. */
const LONGEST_WORD = 100;
/** So many candidates are looked at. */
const MOST_CANDIDATES = 20_000;

/**
 * The candidate nearest to `word` by edit distance, if it is near enough to be a slip. None for words of more than
 * 100 characters; of more than 20,000 candidates the first ones are looked at.
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const own = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = (word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1;
  let left = MOST_CANDIDATES;
  for (const candidate of candidates) {
    if (left-- === 0) break;
    const theirs = candidate.toLowerCase();
    // Each character more or less is an edit.
    if (Math.abs(theirs.length - own.length) >= bestDistance) continue;
    const d = editDistance(own, theirs);
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** Insertions, deletions, substitutions and exchanges of neighbors. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const exchange = exchanged ? rows[i - 2][j - 2] + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(substitution, rows[i - 1][j] + 1, row[j - 1] + 1, exchange));
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}

/** A time for people: `4 s`, `1 min 40 s`, `2 h 5 min`. @param seconds rounded up */
export function duration(seconds: number): string {
  const s = Math.ceil(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  const minutes = Math.ceil(s / 60);
  return `${count(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** A number of bytes for people, in powers of ten: `512 bytes`, `12.4 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let u = 0;
  while (value >= 999.5 && u < units.length - 1) {
    value /= 1000;
    u++;
  }
  return `${value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[u]}`;
}

/** A number of 32 bits that is the same for equal texts (FNV-1a). */
export function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A share for people: `38.2%`; one that is neither none nor all is never shown as if it were. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0%';
  if (part === whole) return '100%';
  return `${Math.min(99.9, Math.max(0.1, (100 * part) / whole)).toFixed(1)}%`;
}

/** A sentence that begins with a word of ours, with a capital letter. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
