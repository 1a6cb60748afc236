import { terminal } from '../results.js';
import { jsonText } from '../screen.js';
import type { Reporter } from './reporter.js';

/** Tables and sentences for people. */
export const table: Reporter = {
  name: 'table',
  title: 'text',
  endings: ['.txt'],
  renderers: terminal,
};

const whole = async () => (result: unknown) => jsonText(result);

/** The whole result as one document. */
export const json: Reporter = {
  name: 'json',
  title: 'JSON',
  endings: ['.json'],
  renderers: Object.fromEntries(Object.keys(terminal).map((name) => [name, whole])),
};
