package io.vicinal.api;

/** One of the {@link Examples} of a search: a vector, or the id of a record with its vector. */
public sealed interface Example permits DenseVector, RecordId {}
