"""Exact distances in float64, the true neighbours, and what counts as one of them."""

import copy

import numpy

BLOCK_ROWS = 16_384
BLOCK_QUERIES = 256

# The relative rounding of float32 sums that a hit is allowed; as in `vicinal bench ann`.
RELATIVE = 1e-5


def nearest(base, queries, metric, k):
    """The row numbers of each query's k nearest rows, nearest first; ties go to the smaller number."""
    found = [_nearest(base, queries[first:first + BLOCK_QUERIES], metric, k)
             for first in range(0, len(queries), BLOCK_QUERIES)]
    return numpy.concatenate(found)


def _nearest(base, queries, metric, k):
    queries = queries.astype("f8")
    ranks = numpy.empty((len(queries), 0))
    numbers = numpy.empty((len(queries), 0), "i8")
    for first in range(0, len(base), BLOCK_ROWS):
        block = base[first:first + BLOCK_ROWS].astype("f8")
        ranks = numpy.hstack([ranks, _ranks(queries, block, metric)])
        numbers = numpy.hstack([numbers, numpy.broadcast_to(
            numpy.arange(first, first + len(block)), (len(queries), len(block)))])
        order = numpy.argsort(ranks, axis=1, kind="stable")[:, :k]
        ranks = numpy.take_along_axis(ranks, order, 1)
        numbers = numpy.take_along_axis(numbers, order, 1)
    return numbers.astype("i4")


def _ranks(queries, block, metric):
    """Numbers that order the rows of a block as their distances do."""
    products = queries @ block.T
    if metric == "dot":
        return -products
    if metric == "cosine":
        return -products / numpy.linalg.norm(block, axis=1)
    return (block * block).sum(axis=1) - 2 * products


class Truth:
    """How far the k-th true neighbour of each query is.

    A row as near as that is a hit, whatever its number: real data has ties.
    """

    def __init__(self, base, queries, listed, metric, k):
        self.base = base
        self.queries = queries
        self.metric = metric
        self.k = min(k, len(base))
        if len(listed) != len(queries) or listed.shape[1] < self.k:
            raise ValueError(f"the truth has {listed.shape[0]} lists of {listed.shape[1]};"
                             f" expected {len(queries)} of {self.k} or more")
        farthest = self._distances(listed[:, :self.k]).max(axis=1)
        self.limits = farthest + RELATIVE * self._scale(listed[:, :self.k], farthest)

    def of(self, queries):
        """The same for some of the queries, by their numbers."""
        some = copy.copy(self)
        some.queries, some.limits = self.queries[queries], self.limits[queries]
        return some

    def recall(self, found):
        """The part of the true neighbours among the row numbers found, on average."""
        hits = (self._distances(numpy.asarray(found)) <= self.limits[:, None]).sum(axis=1)
        return float(numpy.minimum(hits, self.k).mean() / self.k)

    def _scale(self, listed, farthest):
        """What the numbers that are summed are as large as."""
        if self.metric == "euclidean":
            return farthest
        if self.metric == "cosine":
            return 0.1
        row_norms = [numpy.linalg.norm(self.base[rows].astype("f8"), axis=1).max() for rows in listed]
        return 0.1 * numpy.linalg.norm(self.queries.astype("f8"), axis=1) * row_norms

    def _distances(self, numbers):
        distances = numpy.empty(numbers.shape)
        for i, rows in enumerate(numbers):
            query = self.queries[i].astype("f8")
            found = self.base[rows].astype("f8")
            if self.metric == "euclidean":
                distances[i] = numpy.linalg.norm(found - query, axis=1)
            else:
                distances[i] = -(found @ query)
                if self.metric == "cosine":
                    distances[i] /= numpy.linalg.norm(found, axis=1) * numpy.linalg.norm(query)
        return distances
