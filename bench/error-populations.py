"""Out-of-fold predictions of common models on public data: populations of real errors, for bench/coverage.js.

    python bench/error-populations.py <folder of the data> <folder of the populations>

Needs RDKit, scikit-learn, pandas. At most 2,000 molecules a data set; five folds, of molecules or of whole scaffolds.
"""
import sys, os, numpy as np, pandas as pd
from rdkit import Chem, RDLogger
from rdkit.Chem import AllChem, DataStructs
from rdkit.Chem.Scaffolds import MurckoScaffold
from sklearn.ensemble import RandomForestRegressor, RandomForestClassifier
from sklearn.linear_model import Ridge, LogisticRegression
RDLogger.DisableLog('rdApp.*')
D, out = sys.argv[1:3]
os.makedirs(out, exist_ok=True)
SETS = {  # file, SMILES column, label column, separator
    'egfr': ('IC50_EGFR.csv', 0, 1, ','),
    'ca1': ('Ki_Carbonic_anhydrase_I.csv', 0, 1, ','),
    'thrombin': ('CHEMBL204_Ki_cliffs.csv', 0, 5, ','),
    'delaney': ('delaney-processed.csv', 9, 8, ','),
    'logs': ('biogen_logS.csv', 2, 4, ','),
    'hlm': ('ADME_public_set_3521.csv', 2, 4, ','),
    'hiv': ('HIV.csv.gz', 0, 2, ','),
    'bbb': ('B3DB_classification.tsv', 3, 6, '\t'),
    'drd2': ('drd2_hi.csv', 1, 2, ','),
}
for name, (file, s, l, sep) in SETS.items():
    t = pd.read_csv(os.path.join(D, file), sep=sep, header=None if name in ('egfr', 'ca1') else 0)
    t = t.iloc[:, [s, l]].dropna()
    t.columns = ['smiles', 'y']
    t['y'] = t['y'].replace({'BBB+': 1, 'BBB-': 0, True: 1, False: 0}).astype(float)
    t = t.sample(n=min(2000, len(t)), random_state=0)
    mols = [Chem.MolFromSmiles(x) for x in t.smiles]
    ok = np.array([m is not None for m in mols])
    t, mols = t[ok], [m for m in mols if m is not None]
    fps = [AllChem.GetMorganFingerprintAsBitVect(m, 2, 2048) for m in mols]
    X = np.zeros((len(fps), 2048), np.uint8)
    for k, fp in enumerate(fps): DataStructs.ConvertToNumpyArray(fp, X[k])
    S = np.array([DataStructs.BulkTanimotoSimilarity(fp, fps) for fp in fps])
    y = t.y.to_numpy()
    rng = np.random.default_rng(0)
    scaffolds = np.array([MurckoScaffold.MurckoScaffoldSmiles(mol=m) for m in mols])
    _, series = np.unique(scaffolds, return_inverse=True)
    folds = {'random': rng.integers(0, 5, len(y)), 'scaffold': rng.integers(0, 5, series.max() + 1)[series]}
    classes = set(y) <= {0.0, 1.0}
    for split, fold in folds.items():
        P = {m: np.zeros(len(y)) for m in ('forest', 'linear', '5nn', '1nn')}
        for f in range(5):
            a, b = fold != f, fold == f
            sim = S[np.ix_(b, a)]
            near = np.argsort(-sim, axis=1, kind='stable')[:, :5]
            P['1nn'][b] = y[a][near[:, 0]]
            P['5nn'][b] = y[a][near].mean(1)
            if classes:
                P['forest'][b] = RandomForestClassifier(100, n_jobs=1, random_state=0).fit(X[a], y[a]).predict_proba(X[b])[:, 1]
                P['linear'][b] = LogisticRegression(C=0.1, max_iter=300).fit(X[a], y[a]).predict_proba(X[b])[:, 1]
            else:
                P['forest'][b] = RandomForestRegressor(50, max_features=0.3, n_jobs=1, random_state=0).fit(X[a], y[a]).predict(X[b])
                P['linear'][b] = Ridge(10).fit(X[a].astype(float), y[a]).predict(X[b])
        for m, p in P.items():
            pd.DataFrame({'truth': y, 'prediction': p, 'series': series}).to_csv(
                os.path.join(out, f"{'c' if classes else 'r'}-{name}-{split}-{m}.csv"), index=False)
    print(name, len(y), flush=True)
