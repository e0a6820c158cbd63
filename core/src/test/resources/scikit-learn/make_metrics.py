# scikit-learn's metrics in float64. Run: python make_metrics.py (scikit-learn 1.9.1, numpy) -> metrics.json
# "classes": scores [N, C] of a softmax; "answers": scores [N, K] of sigmoids; "numbers": predictions [N, K] over targets.
import json
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m

warnings.simplefilter("ignore")  # where nothing is predicted: zero_division is 0
random = np.random.default_rng(20261129)


def scores(rows, columns):
    return (random.standard_normal((rows, columns)) * 2).round(2)


def classes(name, x, labels):
    count = range(x.shape[1])
    p = np.exp(x - x.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    said = x.argmax(axis=1)
    each = m.precision_recall_fscore_support(labels, said, labels=count, zero_division=0)
    macro = m.precision_recall_fscore_support(labels, said, average="macro", zero_division=0)
    return {
        "name": name,
        "scores": x.tolist(),
        "labels": labels.tolist(),
        "matrix": m.confusion_matrix(labels, said, labels=count).tolist(),
        "accuracy": m.accuracy_score(labels, said),
        "logLoss": m.log_loss(labels, p, labels=count),
        "precision": each[0].tolist(),
        "recall": each[1].tolist(),
        "f1": each[2].tolist(),
        "support": each[3].tolist(),
        "macroPrecision": macro[0],
        "macroRecall": macro[1],
        "macroF1": macro[2],
    }


def answers(name, x, t):
    p = 1 / (1 + np.exp(-x))
    said = (x > 0).astype(int)
    average = "binary" if x.shape[1] == 1 else "macro"
    a, b = (t[:, 0], said[:, 0]) if x.shape[1] == 1 else (t, said)
    return {
        "name": name,
        "scores": x.tolist(),
        "targets": t.tolist(),
        "matrices": m.multilabel_confusion_matrix(t, said).tolist() if x.shape[1] > 1
        else [m.confusion_matrix(a, b, labels=[0, 1]).tolist()],
        "yesNoLogLoss": float(np.mean([m.log_loss(t[:, k], p[:, k], labels=[0, 1]) for k in range(x.shape[1])])),
        "yesNoPrecision": m.precision_score(a, b, average=average, zero_division=0),
        "yesNoRecall": m.recall_score(a, b, average=average, zero_division=0),
        "yesNoF1": m.f1_score(a, b, average=average, zero_division=0),
    }


def numbers(name, y, t):
    return {
        "name": name,
        "predictions": y.tolist(),
        "targets": t.tolist(),
        "meanSquaredError": m.mean_squared_error(t, y),
        "meanAbsoluteError": m.mean_absolute_error(t, y),
        "r2": m.r2_score(t, y),
    }


def unequal(rows, columns):
    """Labels of which the last classes are rare."""
    return np.minimum(random.integers(0, columns, rows), random.integers(0, columns, rows))


C = [classes("three", scores(20, 3), random.integers(0, 3, 20)), classes("two", scores(9, 2), random.integers(0, 2, 9))]
x = scores(40, 7)
C.append(classes("seven, unequal", x, unequal(40, 7)))
x = scores(12, 4)
x[:, 2] -= 20
C.append(classes("one never predicted", x, np.array([0, 1, 2, 3] * 3)))
x = scores(12, 5)
x[:, 3] -= 25
C.append(classes("one neither true nor predicted", x, np.array([0, 1, 2, 4] * 3)))
x = scores(12, 4)
C.append(classes("one of no sample", x, np.array([0, 2, 3] * 4)))
A = [answers("one", scores(15, 1), random.integers(0, 2, (15, 1)))]
A.append(answers("one, never yes", -np.abs(scores(6, 1)), random.integers(0, 2, (6, 1))))
x, t = scores(16, 4), random.integers(0, 2, (16, 4))
x[:, 1] = -np.abs(x[:, 1]) - 0.5
t[:, 2] = 0
A.append(answers("four", x, t))
t = scores(10, 1)
N = [numbers("one", t + scores(10, 1) / 4, t), numbers("one, worse than the mean", -t, t)]
t = scores(8, 3) * [1, 100, 1e-3] + [0, 1e4, 0]
N.append(numbers("three of unequal scale", t + scores(8, 3) * [0.5, 20, 1e-4], t))
t = scores(6, 3)
t[:, 1] = 2.5
y = t + scores(6, 3) / 3
N.append(numbers("a constant among three", y, t))
y = y.copy()
y[:, 1] = 2.5
N.append(numbers("a constant that is right", y, t))
with open("metrics.json", "w") as file:
    json.dump({"scikit-learn": sklearn.__version__, "classes": C, "answers": A, "numbers": N}, file)
    file.write("\n")
