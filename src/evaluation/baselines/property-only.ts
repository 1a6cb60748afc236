import { Undefined } from '../../metrics/metric.js';
import type { Baseline } from './baseline.js';
import { fitLogistic, fitRidge } from './linear.js';

/** A linear model that knows of a molecule what a balance and a few counts tell. */
export const propertyOnly: Baseline = {
  name: 'property_only',
  title: 'property model',
  shortTitle: 'property model',
  role: 'properties',
  summary:
    'ridge regression, for classes logistic regression, on molecular weight, Crippen logP, polar surface area and counts of atoms, rings and bonds: no structure; fitted on at most 20,000 training molecules',
  legend:
    'linear model of molecular weight, Crippen logP, polar surface area and counts of atoms, rings and bonds',
  usesProperties: true,
  predict({ task, trainLabels, properties }) {
    if (!properties) return new Undefined('no_training_labels');
    const model =
      task === 'regression'
        ? fitRidge(properties.train, trainLabels)
        : fitLogistic(properties.train, trainLabels.map(majority));
    return model instanceof Undefined ? model : model.predict(properties.test);
  },
};

/** The class of a molecule whose records may disagree; none where they are half and half. */
function majority(label: number): number {
  if (label === 0.5) return Number.NaN;
  return Number.isNaN(label) ? label : Math.round(label);
}
