package io.vicinal.api;

/**
 * A record found by a search.
 *
 * @param record the record, with the fields that the projection asked for
 * @param distance as {@link Metric} defines it; smaller is nearer
 */
public record Neighbor(VectorRecord record, float distance) {}
