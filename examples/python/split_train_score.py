import json
import subprocess

import pandas as pd
from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import GetMorganFingerprintAsBitVect
from sklearn.ensemble import RandomForestRegressor

subprocess.run("tanimark split dataset:drugs -o split.csv", shell=True, check=True)
data = pd.read_csv("split.csv")
bits = [list(GetMorganFingerprintAsBitVect(Chem.MolFromSmiles(s), 2, 2048)) for s in data.smiles]
X, y = pd.DataFrame(bits), data.crippen_logp
train, test = data.split == "train", data.split == "test"
model = RandomForestRegressor(random_state=0).fit(X[train], y[train])
pd.Series(model.predict(X[test]), index=data.index[test]).to_csv("predictions.csv")
score = "tanimark score predictions.csv --split split.csv --json --quiet"
strata = json.loads(subprocess.check_output(score, shell=True))["strata"]
print(pd.json_normalize(strata)[["bin", "n", "metrics.mae.value"]])
