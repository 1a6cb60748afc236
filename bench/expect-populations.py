"""Errors of common models on public data, each with its similarity to training: for bench/conformal.js and bench/deployment.js.

    python bench/expect-populations.py <folder of the data> <folder of the populations> [trials of deployment, 200]

Needs RDKit, scikit-learn, pandas. At most 3,000 molecules a data set. Two kinds of files:

- conformal/<task>-<set>-<split>-<model>.csv: out-of-fold predictions of five folds, of molecules or of whole scaffolds,
  with the max similarity to the other four folds;
- deployment/<set>.jsonl: a line for each trial. A part of the molecules is held back as the library (whole scaffolds, or the
  neighborhood of one molecule), the others are divided at random into training and test; absolute errors of both parts.
"""
import json, os, sys
import numpy as np, pandas as pd
from rdkit import Chem, RDLogger
from rdkit.Chem import AllChem, DataStructs
from rdkit.Chem.Scaffolds import MurckoScaffold
from sklearn.ensemble import RandomForestRegressor, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
RDLogger.DisableLog('rdApp.*')
D, out = sys.argv[1:3]
TRIALS = int(sys.argv[3]) if len(sys.argv) > 3 else 200
for part in ('conformal', 'deployment'):
    os.makedirs(os.path.join(out, part), exist_ok=True)
SETS = {  # file, SMILES column, label column, separator
    'egfr': ('IC50_EGFR.csv', 0, 1, ','),
    'ca1': ('Ki_Carbonic_anhydrase_I.csv', 0, 1, ','),
    'thrombin': ('CHEMBL204_Ki_cliffs.csv', 0, 5, ','),
    'logs': ('biogen_logS.csv', 2, 4, ','),
    'hlm': ('ADME_public_set_3521.csv', 2, 4, ','),
    'bbb': ('B3DB_classification.tsv', 3, 6, '\t'),
    'drd2': ('drd2_hi.csv', 1, 2, ','),
}


def load(file, s, l, sep, name, most):
    t = pd.read_csv(os.path.join(D, file), sep=sep, header=None if name in ('egfr', 'ca1') else 0)
    t = t.iloc[:, [s, l]].dropna()
    t.columns = ['smiles', 'y']
    t['y'] = t['y'].replace({'BBB+': 1, 'BBB-': 0, True: 1, False: 0}).astype(float)
    t = t.sample(n=min(most, len(t)), random_state=0)
    mols = [Chem.MolFromSmiles(x) for x in t.smiles]
    t, mols = t[[m is not None for m in mols]], [m for m in mols if m is not None]
    fps = [AllChem.GetMorganFingerprintAsBitVect(m, 2, 2048) for m in mols]
    X = np.zeros((len(fps), 2048), np.float32)
    for k, fp in enumerate(fps): DataStructs.ConvertToNumpyArray(fp, X[k])
    inter = X @ X.T
    on = X.sum(1)
    S = inter / (on[:, None] + on[None, :] - inter)
    _, scaffold = np.unique([MurckoScaffold.MurckoScaffoldSmiles(mol=m) for m in mols], return_inverse=True)
    return t.y.to_numpy(), X, inter, S, scaffold


def ridge(inter, y, a, b, penalty=10.0):
    """Ridge in its dual form, with an intercept: as quick as molecules squared."""
    K = inter[np.ix_(a, a)].astype(float)
    mean = y[a].mean()
    return mean + inter[np.ix_(b, a)] @ np.linalg.solve(K + penalty * np.eye(len(a)), y[a] - mean)


def predict(y, X, inter, S, a, b, trees, classes=False):
    sim = S[np.ix_(b, a)]
    near = np.argsort(-sim, axis=1, kind='stable')[:, :5]
    w = np.take_along_axis(sim, near, 1) + 1e-9
    found = {'5nn': (y[a][near] * w).sum(1) / w.sum(1)}
    if classes:
        found['forest'] = RandomForestClassifier(trees, n_jobs=1, random_state=0).fit(X[a], y[a]).predict_proba(X[b])[:, 1]
        found['linear'] = LogisticRegression(C=0.1, max_iter=300).fit(X[a], y[a]).predict_proba(X[b])[:, 1]
    else:
        f = RandomForestRegressor(trees, max_features='sqrt', n_jobs=1, random_state=0).fit(X[a], y[a])
        found['forest'] = f.predict(X[b])
        found['forest_std'] = np.std([one.predict(X[b]) for one in f.estimators_], 0)
        found['ridge'] = ridge(inter, y, a, b)
    return sim.max(1), found


for name, (file, s, l, sep) in SETS.items():
    y, X, inter, S, scaffold = load(file, s, l, sep, name, 3000)
    classes = set(y) <= {0.0, 1.0}
    rng = np.random.default_rng(0)
    folds = {'random': rng.integers(0, 5, len(y)), 'scaffold': rng.integers(0, 5, scaffold.max() + 1)[scaffold]}
    for split, fold in folds.items():
        P, similarity = {}, np.zeros(len(y))
        for f in range(5):
            a, b = np.where(fold != f)[0], np.where(fold == f)[0]
            similarity[b], found = predict(y, X, inter, S, a, b, 50, classes)
            for m, p in found.items(): P.setdefault(m, np.zeros(len(y)))[b] = p
        for m, p in P.items():
            if m.endswith('_std'): continue
            t = {'truth': y, 'prediction': p, 'similarity': similarity}
            if m + '_std' in P: t['std'] = P[m + '_std']
            pd.DataFrame(t).round(6).to_csv(os.path.join(out, 'conformal', f"{'c' if classes else 'r'}-{name}-{split}-{m}.csv"), index=False)
    print(name, len(y), 'conformal', flush=True)
for name, (file, s, l, sep) in SETS.items():
    if name in ('bbb', 'drd2'): continue
    y, X, inter, S, scaffold = load(file, s, l, sep, name, 1500)
    with open(os.path.join(out, 'deployment', f'{name}.jsonl'), 'w') as lines:
        for trial in range(TRIALS):
            rng = np.random.default_rng(trial)
            n = len(y)
            design = 'scaffolds' if trial % 2 == 0 else 'neighborhood'
            if design == 'scaffolds':
                order = rng.permutation(scaffold.max() + 1)[scaffold] + rng.random(n) * 0.5
            else:
                order = -S[rng.integers(n)]
            library = np.argsort(order, kind='stable')[:n // 4]
            rest = rng.permutation(np.setdiff1d(np.arange(n), library))
            test, train = rest[:n // 4], rest[n // 4:]
            both = np.concatenate([test, library])
            sim, found = predict(y, X, inter, S, train, both, 30)
            line = {'design': design, 'test': len(test), 'similarity': [round(float(v), 5) for v in sim],
                    'errors': {m: [round(float(v), 4) for v in np.abs(p - y[both])] for m, p in found.items() if not m.endswith('_std')},
                    'scaffold': scaffold[both].tolist()}
            lines.write(json.dumps(line) + '\n')
    print(name, len(y), 'deployment', flush=True)
