import type { Reporter } from './reporter.js';

/** For CI services. */
export const junit: Reporter = {
  name: 'junit',
  title: 'JUnit XML',
  endings: ['.xml'],
  renderers: { check: async () => (await import('../check/junit.js')).checkJunit },
};
