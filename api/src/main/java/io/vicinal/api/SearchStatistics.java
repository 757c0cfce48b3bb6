package io.vicinal.api;

/**
 * What a search cost.
 *
 * @param distanceComputations number of distances computed
 * @param plan how each segment was searched, for people; its wording may change
 */
public record SearchStatistics(long distanceComputations, String plan) {}
