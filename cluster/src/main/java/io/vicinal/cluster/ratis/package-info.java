/**
 * Replicated logs kept by Apache Ratis. No other package knows Ratis; {@link
 * io.vicinal.cluster.ratis.RatisReplicatedLogs} is the way in.
 */
@NullMarked
package io.vicinal.cluster.ratis;

import org.jspecify.annotations.NullMarked;
