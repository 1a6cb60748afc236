"""A random forest on Morgan fingerprints: needs pandas, scikit-learn and RDKit."""
import argparse

import numpy as np
import pandas as pd
from rdkit import Chem, RDLogger
from rdkit.Chem import AllChem
from sklearn.ensemble import RandomForestRegressor

RDLogger.DisableLog("rdApp.*")


def fingerprints(smiles):
    rows = np.zeros((len(smiles), 2048), dtype=np.float32)
    for row, text in zip(rows, smiles):
        molecule = Chem.MolFromSmiles(text)
        row[list(AllChem.GetMorganFingerprintAsBitVect(molecule, 2, 2048).GetOnBits())] = 1
    return rows


parser = argparse.ArgumentParser()
for name in ("train", "test", "label", "seed", "out"):
    parser.add_argument(f"--{name}", required=True)
args = parser.parse_args()

# The first column has the structures: the data sets have no names.
train, test = pd.read_csv(args.train), pd.read_csv(args.test)
model = RandomForestRegressor(n_estimators=200, max_features="sqrt", random_state=int(args.seed))
model.fit(fingerprints(train.iloc[:, 0]), train[args.label])
test["prediction"] = model.predict(fingerprints(test.iloc[:, 0]))
test.to_csv(args.out, index=False)
