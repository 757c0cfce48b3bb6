"""Finds the measuring programs, and makes small files of vectors."""

import os
import sys
from pathlib import Path

import numpy
import pytest

SOURCES = Path(__file__).resolve().parents[2] / "main" / "python"
sys.path.insert(0, str(SOURCES))
SEED = int(os.environ.get("VICINAL_SEED", "20261129"))


@pytest.fixture
def random():
    """Generator of the vectors; the seed is printed when a test fails."""
    print(f"VICINAL_SEED={SEED} replays this test")
    return numpy.random.default_rng(SEED)


@pytest.fixture
def folder(tmp_path, random):
    """A folder with base, queries and truth under the L2 metric: 500 rows, 20 queries, dimension 12."""
    from ann import exact, texmex

    base = random.standard_normal((500, 12), "f4")
    queries = random.standard_normal((20, 12), "f4")
    texmex.write(tmp_path / "base.fvecs", base)
    texmex.write(tmp_path / "query.fvecs", queries)
    texmex.write(tmp_path / "gt_l2_k100.ivecs", exact.nearest(base, queries, "euclidean", 100))
    return tmp_path
