import subprocess

import numpy as np
import pandas as pd
from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import GetMorganFingerprintAsBitVect
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import PredefinedSplit, cross_val_predict

subprocess.run("tanimark split dataset:drugs --folds 5 -o folds.csv", shell=True, check=True)
data = pd.read_csv("folds.csv")
bits = [list(GetMorganFingerprintAsBitVect(Chem.MolFromSmiles(s), 2, 2048)) for s in data.smiles]
model = RandomForestRegressor(random_state=0)
oof = cross_val_predict(model, bits, data.crippen_logp, cv=PredefinedSplit(data.fold))
np.savetxt("oof.txt", oof)
subprocess.run("tanimark score oof.txt --split folds.csv", shell=True, check=True)
