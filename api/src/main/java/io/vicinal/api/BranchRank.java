package io.vicinal.api;

/**
 * Where a branch of a {@link FusedRequest} found a record.
 *
 * @param rank its place among the neighbours of the branch; 1 is the nearest
 * @param distance as the metric of the branch's field defines it
 */
public record BranchRank(int rank, float distance) {}
