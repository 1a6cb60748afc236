import { textHash } from '../text.js';

/** Prediction files scored on one test set from which on a choice among them is tuning. */
const MANY = 3;

interface Input {
  readonly role: string;
  readonly path: string;
  readonly sha256: string;
}

/** What a server remembers of earlier calls: which predictions were measured on which test set. */
export class Memory {
  private readonly measured = new Map<number, Set<string>>();

  /**
   * Notes a measurement, and says where so many predictions were measured on one test set that choosing the best of them is
   * tuning on it.
   */
  tuningNote(inputs: readonly Input[]): string[] {
    const isPrediction = ({ role }: Input) => /prediction/.test(role);
    const test = inputs.filter((input) => !isPrediction(input));
    const key = textHash(test.map(({ role, sha256 }) => `${role} ${sha256}`).join('\n'));
    const known = this.measured.get(key) ?? new Set();
    for (const { sha256 } of inputs.filter(isPrediction)) known.add(sha256);
    this.measured.set(key, known);
    if (known.size < MANY) return [];
    return [
      `These are the predictions of ${known.size} models on one test set (${test[0]?.path}) since the server started. Choosing the best of them by these scores is tuning on the test set, and its score is then too good: choose on a validation set (split with "valid"), and measure the chosen model once.`,
    ];
  }
}
