/**
 * Names that TDC and polaris have for quantities without an exact counterpart here, in small letters, and what to use
 * instead. Sources: `evaluator_name` of tdc/metadata.py; `MetricLabel` of polaris/evaluate/_metric.py.
 */
const OTHERS: Readonly<Record<string, string>> = {
  'rp@k': 'TDC’s recall at a precision needs its threshold; rp@0.8 is there',
  'pr@k': 'precision at a recall is not there; rp@0.8, recall at a precision, is',
  'micro-f1': 'for two classes it is accuracy',
  f1_micro: 'for two classes it is accuracy',
  'macro-f1': 'the mean F1 of both classes is not there; f1 is that of the positive class',
  f1_macro: 'the mean F1 of both classes is not there; f1 is that of the positive class',
  'avg-roc-auc': 'the mean of roc_auc over tasks is shown where there are several tasks',
  roc_auc_ovr: 'use roc_auc, of which several classes have the mean of one against the rest',
  roc_auc_ovo: 'pairs of classes are not compared; roc_auc compares one class with the rest',
  absolute_average_fold_error:
    'polaris takes the mean of |prediction| / |truth|; aafe is 10 to the mean absolute difference of logarithms',
  rmsd_coverage: 'poses are not scored here',
  rmsd: 'poses are not scored here',
  kabsch_rmsd: 'poses are not scored here',
};

/** What to use instead of a metric of another package; undefined for a name that is none. */
export function insteadOf(name: string): string | undefined {
  const wanted = name.trim().toLowerCase();
  return Object.hasOwn(OTHERS, wanted) ? OTHERS[wanted] : undefined;
}
