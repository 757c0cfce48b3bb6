/**
 * What a node counts and how it is exposed to Prometheus.
 *
 * <p>Names begin with {@code vicinal_}; times are in seconds, sizes in bytes. Labels take values
 * from fixed sets only, but for names of collections, of which so many are listed and the rest is
 * summed up.
 */
@NullMarked
package io.vicinal.server.metrics;

import org.jspecify.annotations.NullMarked;
