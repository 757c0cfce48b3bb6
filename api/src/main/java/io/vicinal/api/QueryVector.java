package io.vicinal.api;

/** A vector whose neighbours are wanted, of the kind that the field searched holds. */
public sealed interface QueryVector extends SearchQuery permits DenseVector, SparseVector {}
