import type { CheckSummary } from '../../gate/types.js';
import type { PairAuditSummary } from '../../workflows/audit/pair-split/types.js';
import type { AuditSummary } from '../../workflows/audit/types.js';
import type { ModelComparison } from '../../workflows/compare/types.js';
import type { CvComparison } from '../../workflows/compare-cv/types.js';
import type { ExpectSummary } from '../../workflows/expect/types.js';
import type { NeighborsSummary } from '../../workflows/neighbors/types.js';
import type { ScoreSummary } from '../../workflows/score/types.js';
import type { RepeatedFoldsSummary } from '../../workflows/split/repeated-folds.js';
import type { SplitSummary } from '../../workflows/split/types.js';
import { auditFindings } from './audit/findings.js';
import { auditLabels } from './audit/labels.js';
import { auditSimilarity } from './audit/similarity.js';
import { changeRules, valueRules } from './check/rules.js';
import { cvDifferences } from './compare/cross-validation.js';
import { modelDifferences } from './compare/differences.js';
import { stratumCoverage } from './expect/coverage.js';
import { applicabilityDomain } from './expect/domain.js';
import { expectSimilarity } from './expect/similarity.js';
import { type Figure, renamed } from './figure.js';
import { nearestSimilarity } from './neighbors/similarity.js';
import { type FigureOf, slug } from './of-results.js';
import { knownSides } from './pair-audit/known.js';
import { pairSimilarity } from './pair-audit/similarity.js';
import { coverage, reliability } from './score/calibration.js';
import { similarityCurve } from './score/curve.js';
import { errorDistribution } from './score/errors.js';
import { errorsAgainstSimilarity, predictedAgainstTrue } from './score/points.js';
import { metricsByStratum } from './score/strata.js';
import { type ScoredTask, scoredTasks } from './score/task.js';
import { precisionRecallCurves, rocCurves } from './score/thresholds.js';
import { splitLabelHistogram } from './split/label-histogram.js';
import { splitLabels } from './split/labels.js';
import { splitScaffolds } from './split/scaffolds.js';
import { splitSimilarity, validSimilarity } from './split/similarity.js';
import { repeatedTestSets, splitTestSets } from './split/test-sets.js';

/** Results that have figures. */
export interface DrawnResults {
  readonly split: SplitSummary;
  readonly 'repeated-folds': RepeatedFoldsSummary;
  readonly score: ScoreSummary;
  readonly compare: ModelComparison;
  readonly 'compare-cv': CvComparison;
  readonly check: CheckSummary;
  readonly audit: AuditSummary;
  readonly 'pair-audit': PairAuditSummary;
  readonly expect: ExpectSummary;
  readonly neighbors: NeighborsSummary;
}

/** Figures of one label column of a score, in the order of a page. */
const OF_TASK: readonly FigureOf<ScoredTask>[] = [
  metricsByStratum,
  similarityCurve,
  predictedAgainstTrue,
  errorsAgainstSimilarity,
  errorDistribution,
  rocCurves,
  precisionRecallCurves,
  reliability,
  coverage,
];

/** Of more label columns than these only the first ones are drawn. */
const TASKS = 6;

/** Every figure by result, in the order of a page. To add one, write its file and put it here, or into {@link OF_TASK}. */
export const FIGURES: {
  readonly [Name in keyof DrawnResults]: readonly FigureOf<DrawnResults[Name]>[];
} = {
  split: [
    splitSimilarity,
    splitTestSets,
    validSimilarity,
    splitLabelHistogram,
    splitLabels,
    splitScaffolds,
  ],
  'repeated-folds': [repeatedTestSets],
  score: [taskFigures],
  compare: [modelDifferences],
  'compare-cv': [cvDifferences],
  check: [changeRules, valueRules],
  audit: [auditSimilarity, auditFindings, auditLabels],
  'pair-audit': [pairSimilarity, knownSides],
  expect: [expectSimilarity, applicabilityDomain, stratumCoverage],
  neighbors: [nearestSimilarity],
};

/**
 * The figures of a result, with names of their own.
 *
 * @param prefix begins every name, so that those of several results can stand on one page; small letters, digits and hyphens
 */
export function figuresOf<Name extends keyof DrawnResults>(
  name: Name,
  result: DrawnResults[Name],
  prefix = '',
): Figure[] {
  const taken = new Set<string>();
  return drawAll(FIGURES[name], result).map((figure) => {
    const first = `${prefix}${figure.name}`;
    let own = first;
    for (let k = 2; taken.has(own); k++) own = `${first}-${k}`;
    taken.add(own);
    return own === figure.name ? figure : renamed(figure, own);
  });
}

/** Figures of the only label column, or of the mean over several and of each; their names then begin with its name. */
function taskFigures(summary: ScoreSummary): Figure[] {
  const tasks = scoredTasks(summary);
  if (tasks.length === 1) return drawAll(OF_TASK, tasks[0]);
  const mean = metricsByStratum({ scores: summary, label: null });
  const more =
    tasks.length > TASKS
      ? ` Of ${tasks.length} tasks, the first ${TASKS} have figures of their own.`
      : '';
  return [
    ...mean.map((figure) => renamed(figure, `mean-${figure.name}`, ', mean over tasks', more)),
    ...tasks
      .slice(0, TASKS)
      .flatMap((task) =>
        drawAll(OF_TASK, task).map((figure) =>
          renamed(figure, `${slug(task.label ?? '')}-${figure.name}`, `, ${task.label}`),
        ),
      ),
  ];
}

function drawAll<Result>(figures: readonly FigureOf<Result>[], result: Result): Figure[] {
  return figures.flatMap((draw) => draw(result) ?? []);
}
