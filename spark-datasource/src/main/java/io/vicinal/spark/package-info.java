/**
 * Vicinal in Spark SQL: a catalog of collections, reads and writes in Arrow batches, and k-NN joins
 * that run on the index.
 *
 * <p>Users name {@link io.vicinal.spark.VicinalCatalog}, the format {@code vicinal} and, in code,
 * {@link io.vicinal.spark.KnnJoin}. The other public classes are public because Spark creates them
 * by reflection.
 */
@NullMarked
package io.vicinal.spark;

import org.jspecify.annotations.NullMarked;
