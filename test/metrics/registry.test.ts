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
    expect(() => metricsFor('regression', ['roc_auc'])).toThrow(/it is for classification/);
  });
});
