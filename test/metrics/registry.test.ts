import { describe, expect, it } from 'vitest';
import { reasonTexts } from '../../src/metrics/metric.js';
import { metricNamed, metrics, metricsFor } from '../../src/metrics/registry.js';

const names = (found: readonly { name: string }[]) => found.map((m) => m.name);

describe('every metric', () => {
  it('has a name of its own, by which, and by whose aliases, it is found', () => {
    const all = metrics.flatMap((m) => [m.name, ...new Set(m.aliases.map((a) => a.toLowerCase()))]);
    const twice = all.filter((name, i) => all.indexOf(name) !== i);
    // An alias may be the name in other letters.
    expect(
      twice.filter(
        (name) =>
          metrics.filter((m) => m.name === name || m.aliases.some((a) => a.toLowerCase() === name))
            .length > 1,
      ),
    ).toEqual([]);
    for (const metric of metrics) {
      for (const name of [metric.name, ...metric.aliases])
        expect(metricNamed(` ${name.toUpperCase()} `)).toBe(metric);
    }
    expect(metricNamed('nonsense')).toBeUndefined();
  });

  it('has a descriptor that fits a table and is complete', () => {
    for (const m of metrics) {
      expect(m.name).toMatch(/^[a-z0-9_.]+$/);
      expect(m.title.length, m.title).toBeLessThanOrEqual(14);
      expect(m.definition).not.toContain('\n');
      expect(m.definition.length).toBeGreaterThan(20);
      expect(m.reference.length).toBeGreaterThan(5);
      for (const reason of m.undefinedFor) expect(reasonTexts).toHaveProperty(reason);
      const lacks = {
        std: 'no_std',
        interval: 'no_interval',
        train_mean: 'no_training_labels',
        probability: 'not_probabilities',
      };
      for (const [need, reason] of Object.entries(lacks))
        expect(m.undefinedFor.includes(reason as 'no_std'), `${m.name}: ${reason}`).toBe(
          m.needs.includes(need as 'std'),
        );
    }
    expect(new Set(metrics.map((m) => m.title)).size).toBe(metrics.length);
  });
});

describe('metricsFor', () => {
  it('gives the shown ones unless asked', () => {
    expect(names(metricsFor('regression'))).toEqual([
      'mae',
      'rmse',
      'r2',
      'r2_train_mean',
      'pearson',
      'spearman',
      'gaussian_nll',
      'crps',
      'coverage_95',
      'miscalibration_area',
      'error_std_spearman',
      'interval_coverage',
      'winkler_score',
    ]);
    expect(names(metricsFor('classification'))).toEqual([
      'roc_auc',
      'average_precision',
      'mcc',
      'balanced_accuracy',
      'f1',
      'brier',
    ]);
  });

  it('gives all, and each once', () => {
    const all = [...metricsFor('regression', ['all']), ...metricsFor('classification', ['all'])];
    expect(names(all).sort()).toEqual(names(metrics).sort());
    expect(names(metricsFor('regression', ['mae', 'MAE', 'mean_absolute_error']))).toEqual(['mae']);
    expect(metricsFor('regression', ['rmse', 'all'])[0].name).toBe('rmse');
  });

  it('takes names and aliases, and refuses others with the nearest', () => {
    const asked = ['AUROC', 'mcc', 'auprc', 'pr-auc', 'pr_auc', 'ef@1%', 'BEDROC_80.5'];
    expect(names(metricsFor('classification', asked))).toEqual([
      'roc_auc',
      'mcc',
      'average_precision',
      'pr_auc',
      'ef_1',
      'bedroc_80_5',
    ]);
    expect(() => metricsFor('regression', ['rsme'])).toThrow(/did you mean "rmse"/);
    expect(() => metricsFor('regression', ['roc_auc'])).toThrow(/is for classification/);
  });

  it.each([
    ['roc-auc', 'roc_auc'],
    ['pr-auc', 'average_precision'],
    ['f1', 'f1'],
    ['accuracy', 'accuracy'],
    ['precision', 'precision'],
    ['recall', 'recall'],
    ['kappa', 'cohen_kappa'],
    ['range_logAUC', 'log_auc'],
    ['mae', 'mae'],
    ['mse', 'mse'],
    ['rmse', 'rmse'],
    ['r2', 'r2'],
    ['pcc', 'pearson'],
    ['spearman', 'spearman'],
  ])('has TDC’s %s as %s', (theirs, ours) => {
    expect(metricNamed(theirs)?.name).toBe(ours);
  });

  it.each([
    ['mean_absolute_error', 'mae'],
    ['mean_squared_error', 'mse'],
    ['r2', 'r2'],
    ['pearsonr', 'pearson'],
    ['spearmanr', 'spearman'],
    ['explained_var', 'explained_variance'],
    ['accuracy', 'accuracy'],
    ['balanced_accuracy', 'balanced_accuracy'],
    ['mcc', 'mcc'],
    ['cohen_kappa', 'cohen_kappa'],
    ['f1', 'f1'],
    ['roc_auc', 'roc_auc'],
    ['kendall_tau', 'kendall'],
  ])('has %s of polaris and OpenADMET as %s', (theirs, ours) => {
    expect(metricNamed(theirs)?.name).toBe(ours);
  });

  it.each([
    ['classification', 'rp@k', 'rp@0.8'],
    ['classification', 'pr@k', 'rp@0.8'],
    ['classification', 'Macro-F1', 'f1 is that of the positive class'],
    ['classification', 'f1_micro', 'accuracy'],
    ['classification', 'roc_auc_ovr', 'one against the rest'],
    ['regression', 'absolute_average_fold_error', 'aafe is 10 to the mean'],
    ['regression', 'rmsd_coverage', 'poses'],
  ] as const)('refuses for %s what has no exact counterpart: %s', (labels, name, said) => {
    expect(() => metricsFor(labels, [name])).toThrow(`unknown metric "${name}": `);
    expect(() => metricsFor(labels, [name])).toThrow(said);
  });
});
