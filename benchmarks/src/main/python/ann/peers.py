"""The libraries with a Python interface, each behind the same four methods.

M means what it does in the paper: up to M links on the upper levels, 2 M on the lowest. Every index
is built and searched by one thread.
"""

import numpy


class Hnswlib:
    def __init__(self, metric, dimension, rows, m, ef_construction):
        import hnswlib

        space = {"euclidean": "l2", "cosine": "cosine", "dot": "ip"}[metric]
        self.index = hnswlib.Index(space, dimension)
        self.index.init_index(rows, M=m, ef_construction=ef_construction, random_seed=42)

    def add(self, first, vectors):
        self.index.add_items(vectors, numpy.arange(first, first + len(vectors)), num_threads=1)

    def set_ef(self, ef):
        self.index.set_ef(ef)

    def search(self, queries, k):
        return self.index.knn_query(queries, k, num_threads=1)[0]

    def index_bytes(self):
        return self.index.index_file_size()


class Faiss:
    def __init__(self, metric, dimension, rows, m, ef_construction):
        import faiss

        faiss.omp_set_num_threads(1)
        self.normalize = faiss.normalize_L2 if metric == "cosine" else None
        kind = faiss.METRIC_L2 if metric == "euclidean" else faiss.METRIC_INNER_PRODUCT
        self.index = faiss.IndexHNSWFlat(dimension, m, kind)
        self.index.hnsw.efConstruction = ef_construction
        self.code_bytes = lambda: faiss.downcast_index(self.index.storage).codes.size()

    def add(self, first, vectors):
        self.index.add(self._prepared(vectors))

    def set_ef(self, ef):
        self.index.hnsw.efSearch = ef

    def search(self, queries, k):
        return self.index.search(self._prepared(queries), k)[1]

    def index_bytes(self):
        hnsw = self.index.hnsw
        graph = 4 * hnsw.neighbors.size() + 8 * hnsw.offsets.size() + 4 * hnsw.levels.size()
        return self.code_bytes() + graph

    def _prepared(self, vectors):
        if self.normalize:
            vectors = vectors.copy()
            self.normalize(vectors)
        return vectors


class Usearch:
    def __init__(self, metric, dimension, rows, m, ef_construction):
        from usearch.index import Index

        kind = {"euclidean": "l2sq", "cosine": "cos", "dot": "ip"}[metric]
        self.index = Index(ndim=dimension, metric=kind, dtype="f32", connectivity=m,
                           expansion_add=ef_construction, enable_key_lookups=False)

    def add(self, first, vectors):
        self.index.add(numpy.arange(first, first + len(vectors)), vectors, threads=1)

    def set_ef(self, ef):
        self.index.expansion_search = ef

    def search(self, queries, k):
        return self.index.search(queries, k, threads=1).keys.reshape(len(queries), -1)

    def index_bytes(self):
        return self.index.memory_usage


PEERS = {"hnswlib": Hnswlib, "faiss": Faiss, "usearch": Usearch}
