import { type ResultName, terminal } from '../results.js';
import { jsonText } from '../screen.js';
import type { Reporter } from './reporter.js';

/** Tables and sentences for people. */
export const table: Reporter = {
  name: 'table',
  title: 'text',
  endings: ['.txt'],
  renderers: terminal,
};

const whole = (name: ResultName) => async () => {
  const { documentOf } = await import('../../documents.js');
  return (result: object) => jsonText(documentOf(name, result));
};

/** The whole result as one document. */
export const json: Reporter = {
  name: 'json',
  title: 'JSON',
  endings: ['.json'],
  renderers: Object.fromEntries(
    (Object.keys(terminal) as ResultName[]).map((name) => [name, whole(name)]),
  ),
};
