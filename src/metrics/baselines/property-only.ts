import { Undefined } from '../metric.js';
import type { Baseline } from './baseline.js';
import { fitLogistic, fitRidge } from './linear.js';

/** A linear model that knows of a molecule what a balance and a few counts tell. */
export const propertyOnly: Baseline = {
  name: 'property_only',
  title: 'properties only',
  summary:
    'ridge regression, for classes logistic regression, on molecular weight, Crippen logP, polar surface and counts of atoms, rings and bonds: no structure',
  usesProperties: true,
  predict({ task, trainLabels, properties }) {
    if (!properties) return new Undefined('no_training_labels');
    const learn = task === 'regression' ? fitRidge : fitLogistic;
    const model = learn(properties.train, trainLabels);
    return model instanceof Undefined ? model : model.predict(properties.test);
  },
};
