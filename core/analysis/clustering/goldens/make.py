"""Golden clusters from two independent implementations, for clustering.test.ts.

    pip install -r requirements.txt && python make.py > goldens.json

With min_samples 1 no two mutual reachability distances are equal. With more, many are (they are one item's core
distance), and scikit-learn lets the order of the items decide; we take equal ones together, so a few items may differ.
"""
import json

import kmedoids
import numpy as np
from sklearn.cluster import HDBSCAN
from sklearn.metrics import silhouette_samples

rng = np.random.default_rng(7)
cases = []
for spread in (0.05, 0.15, 0.4):
    centres = rng.normal(size=(4, 5))
    points = np.concatenate(
        [c + spread * (1 + i) * rng.normal(size=(18, 5)) for i, c in enumerate(centres)] + [rng.normal(size=(12, 5))]
    ).round(4)
    unit = points / np.linalg.norm(points, axis=1, keepdims=True)
    distances = np.clip(1 - unit @ unit.T, 0, None)
    np.fill_diagonal(distances, 0)
    distances = (distances + distances.T) / 2
    density = {
        f"{size}/{samples}/{selection}": HDBSCAN(
            metric="precomputed", min_cluster_size=size, min_samples=samples, cluster_selection_method=selection, copy=True
        )
        .fit_predict(distances)
        .tolist()
        for size, samples in ((5, 1), (8, 1), (5, 5), (8, 3), (10, 10))
        for selection in ("eom", "leaf")
    }
    swapped = kmedoids.fasterpam(distances, kmedoids.pam_build(distances, 4).medoids)
    labels = np.asarray(swapped.labels)
    cases.append(
        {
            "points": points.tolist(),
            "hdbscan": density,
            "kMedoids": {"loss": float(swapped.loss), "labels": labels.tolist()},
            "silhouette": silhouette_samples(distances, labels, metric="precomputed").tolist(),
        }
    )
print(json.dumps(cases))
