/**
 * Databases whose collections are spread over shards, each behind a replicated log. {@link
 * io.vicinal.cluster.ShardedDatabase} is the way in.
 */
@NullMarked
package io.vicinal.cluster;

import org.jspecify.annotations.NullMarked;
