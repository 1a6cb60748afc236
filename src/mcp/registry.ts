import type { Tool } from './tool.js';
import { audit } from './tools/audit.js';
import { check } from './tools/check.js';
import { compare } from './tools/compare.js';
import { expect } from './tools/expect.js';
import { listDatasets } from './tools/list-datasets.js';
import { listMethods } from './tools/list-methods.js';
import { neighbors } from './tools/neighbors.js';
import { score } from './tools/score.js';
import { split } from './tools/split.js';

/** Every tool, in the order in which they are listed. To add one, write its file and put it here. */
export const tools: readonly Tool[] = [
  listMethods,
  listDatasets,
  split,
  audit,
  score,
  compare,
  check,
  expect,
  neighbors,
];
