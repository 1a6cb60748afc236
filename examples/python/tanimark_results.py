"""Results of tanimark as typed objects: load("score.json"), or run("score", "preds.csv", "--split", "split.csv")."""
from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

# The version of each document that this file reads; tanimark schema <document> describes it.
VERSIONS = dict.fromkeys(
    "split repeated-folds series audit pair-audit score suite compare compare-cv check check-init check-update bench"
    " bench-cells bench-init bench-export expect neighbors verify describe datasets dataset-paths"
    " fetched-datasets verified-datasets removed-datasets demo cache schemas completion manifest error".split(), 1)


class TanimarkError(Exception):
    """An error of tanimark, with what it is about and what to do."""

    def __init__(self, code: str, message: str, where: Optional[str], remedy: Optional[str]):
        super().__init__(message)
        self.code, self.where, self.remedy = code, where, remedy


@dataclass(frozen=True)
class Metric:
    value: Optional[float]  # None where it is undefined: reason says why
    ci95: Optional[Tuple[float, float]]
    reason: Optional[str]


@dataclass(frozen=True)
class Group:
    label: str
    n: int
    flag: Optional[str]  # "small", "few_of_class", "below_100"
    metrics: Dict[str, Metric]


@dataclass(frozen=True)
class Document:
    """Any document: its name, the version of its schema, and all of its fields."""
    name: str
    version: int
    data: Dict[str, Any]

    def __getattr__(self, field: str) -> Any:
        if field in self.__dict__.get("data", {}):
            return self.data[field]
        raise AttributeError(f"tanimark/{self.name}/{self.version} has no field {field!r}")


class Score(Document):
    def group(self, label: str = "overall", source: Optional[str] = None) -> Group:
        """The model, or the baseline that is named, in a stratum such as "[0, 1/3)"."""
        scores = self.data["baselines"][source] if source else self.data
        groups = {"overall": scores["overall"], **{one["bin"]: one for one in scores["strata"]}}
        own = groups[label]
        values = {name: Metric(m["value"], tuple(m["ci95"]) if m.get("ci95") else None, m.get("reason"))
                  for name, m in own["metrics"].items()}
        return Group(label, own["n"], own["flag"], values)

    def rows(self) -> List[Dict[str, Any]]:
        """A row for each stratum and metric, for pandas.DataFrame."""
        labels = ["overall"] + [one["bin"] for one in self.data["strata"]]
        return [{"stratum": label, "n": group.n, "metric": name, "value": m.value, "ci95": m.ci95, "reason": m.reason}
                for label in labels for group in [self.group(label)] for name, m in group.metrics.items()]


def read(document: Dict[str, Any]) -> Document:
    """A document by the schema that it names. Raises TanimarkError for an error document, ValueError for an unknown one."""
    schema = re.fullmatch(r"tanimark/([a-z-]+)/(\d+)", str(document.get("schema")))
    name, version = (schema[1], int(schema[2])) if schema else (None, None)
    if VERSIONS.get(name) != version or name is None:
        raise ValueError(f"{document.get('schema')!r} is no schema that this file reads; update tanimark_results.py")
    if name == "error":
        raise TanimarkError(**document["error"])
    return (Score if name == "score" else Document)(name, version, document)


def load(path: str) -> Document:
    return read(json.loads(Path(path).read_text(encoding="utf-8")))


def run(*args: str) -> Document:
    """Runs a command of tanimark with --json. Exit codes 1 and 3 are results, too: a check that failed, or is inconclusive."""
    done = subprocess.run(["tanimark", *args, "--json", "--quiet"], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    return read(json.loads(done.stdout))
