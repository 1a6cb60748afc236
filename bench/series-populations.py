"""Out-of-fold predictions of common models for whole series of molecules that they have not seen: for bench/clusters.js.

    python bench/series-populations.py <folder of the data> <folder of the populations>

Needs RDKit, scikit-learn, pandas. At most 2,000 molecules a data set; five folds of whole series, which are Bemis-Murcko
scaffolds, Taylor-Butina clusters (similarity 0.35 or more), k-means clusters (the square root of half the molecules), or,
where the data have ChEMBL numbers, runs of them without a gap above 20, as molecules of one paper have. Written as
<r or c>-<set>-<series>-<model>.csv with the columns truth, prediction, series, smiles.
"""
import os, sys
import numpy as np, pandas as pd
from rdkit import Chem, DataStructs, RDLogger
from rdkit.Chem import AllChem
from rdkit.Chem.Scaffolds import MurckoScaffold
from rdkit.ML.Cluster import Butina
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
RDLogger.DisableLog('rdApp.*')
D, out = sys.argv[1:3]
os.makedirs(out, exist_ok=True)
SETS = {  # file, SMILES column, label column, separator
    'egfr': ('IC50_EGFR.csv', 0, 1, ','),
    'ca1': ('Ki_Carbonic_anhydrase_I.csv', 0, 1, ','),
    'thrombin': ('CHEMBL204_Ki_cliffs.csv', 0, 5, ','),
    'd2': ('CHEMBL217_simpd.csv', 0, 2, ','),
    'hlm': ('ADME_public_set_3521.csv', 2, 4, ','),
    'logs': ('biogen_logS.csv', 2, 4, ','),
    'delaney': ('delaney-processed.csv', 9, 8, ','),
    'drd2': ('drd2_hi.csv', 1, 2, ','),
    'bbb': ('B3DB_classification.tsv', 3, 6, '\t'),
    'egfrhit': ('IC50_EGFR.csv', 0, 1, ','),
}


def papers(ids):
    numbers = np.array([int(x.removeprefix('CHEMBL')) for x in ids])
    order = np.argsort(numbers)
    series = np.zeros(len(ids), int)
    series[order] = np.cumsum(np.diff(numbers[order], prepend=numbers.min()) > 20)
    return series


def butina(S):
    n = len(S)
    distances = [1 - S[i, j] for i in range(n) for j in range(i)]
    series = np.zeros(n, int)
    for k, members in enumerate(Butina.ClusterData(distances, n, 0.65, isDistData=True, reordering=True)):
        series[list(members)] = k
    return series


for name, (file, s, l, sep) in SETS.items():
    t = pd.read_csv(os.path.join(D, file), sep=sep, header=None if name.startswith('egfr') or name == 'ca1' else 0)
    ids = t['compound_chembl_id'] if 'compound_chembl_id' in t else None
    t = t.iloc[:, [s, l]].dropna()
    t.columns = ['smiles', 'y']
    t['y'] = t['y'].replace({'BBB+': 1, 'BBB-': 0, True: 1, False: 0}).astype(float)
    t = t.sample(n=min(2000, len(t)), random_state=0)
    mols = [Chem.MolFromSmiles(x) for x in t.smiles]
    t, mols = t[[m is not None for m in mols]], [m for m in mols if m is not None]
    if name == 'egfrhit':
        t['y'] = (t['y'] >= 7).astype(float)
    fps = [AllChem.GetMorganFingerprintAsBitVect(m, 2, 2048) for m in mols]
    X = np.zeros((len(fps), 2048), np.float32)
    for k, fp in enumerate(fps): DataStructs.ConvertToNumpyArray(fp, X[k])
    S = np.array([DataStructs.BulkTanimotoSimilarity(fp, fps) for fp in fps])
    y = t.y.to_numpy()
    kinds = {
        'scaffold': np.unique([MurckoScaffold.MurckoScaffoldSmiles(mol=m) for m in mols], return_inverse=True)[1],
        'butina': butina(S),
        'kmeans': KMeans(round(np.sqrt(len(y) / 2)), n_init=3, random_state=0).fit_predict(X),
    }
    if ids is not None: kinds['paper'] = papers(ids[t.index])
    classes = set(y) <= {0.0, 1.0}
    rng = np.random.default_rng(0)
    for kind, series in kinds.items():
        fold = (rng.permutation(series.max() + 1) % 5)[series]
        P = {m: np.zeros(len(y)) for m in ('forest', 'linear', '5nn')}
        for f in range(5):
            a, b = fold != f, fold == f
            near = np.argsort(-S[np.ix_(b, a)], axis=1, kind='stable')[:, :5]
            P['5nn'][b] = y[a][near].mean(1)
            if classes:
                P['forest'][b] = RandomForestClassifier(100, n_jobs=2, random_state=0).fit(X[a], y[a]).predict_proba(X[b])[:, 1]
                P['linear'][b] = LogisticRegression(C=0.1, max_iter=300).fit(X[a], y[a]).predict_proba(X[b])[:, 1]
            else:
                P['forest'][b] = RandomForestRegressor(50, max_features=0.3, n_jobs=2, random_state=0).fit(X[a], y[a]).predict(X[b])
                P['linear'][b] = Ridge(10).fit(X[a], y[a]).predict(X[b])
        for m, p in P.items():
            pd.DataFrame({'truth': y, 'prediction': p, 'series': series, 'smiles': t.smiles}).to_csv(
                os.path.join(out, f"{'c' if classes else 'r'}-{name}-{kind}-{m}.csv"), index=False)
        print(name, kind, len(y), series.max() + 1, 'series, the largest', np.bincount(series).max(), flush=True)
