import { jsonText } from '../screen.js';
import type { Reporter } from './reporter.js';

const whole = async () => (result: unknown) => jsonText(result);

/** The whole result as one document. */
export const json: Reporter = {
  name: 'json',
  title: 'JSON',
  endings: ['.json'],
  renderers: {
    split: whole,
    series: whole,
    audit: whole,
    score: whole,
    suite: whole,
    compare: whole,
    'compare-cv': whole,
    check: whole,
    neighbors: whole,
    verify: whole,
    describe: whole,
    demo: whole,
  },
};
