"""A random forest on character n-grams of SMILES: needs pandas and scikit-learn alone."""
import argparse

import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.feature_extraction.text import HashingVectorizer

parser = argparse.ArgumentParser()
for name in ("train", "test", "label", "seed", "out"):
    parser.add_argument(f"--{name}", required=True)
args = parser.parse_args()

train, test = pd.read_csv(args.train), pd.read_csv(args.test)
features = HashingVectorizer(analyzer="char", ngram_range=(1, 3), n_features=1024, lowercase=False)
model = RandomForestRegressor(n_estimators=100, random_state=int(args.seed))
model.fit(features.transform(train["smiles"]), train[args.label])
test["prediction"] = model.predict(features.transform(test["smiles"]))
test.to_csv(args.out, index=False)
