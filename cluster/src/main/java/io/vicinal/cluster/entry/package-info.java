/** What is in the entries of the replicated logs; see {@code docs/format/replicated-log.md}. */
@NullMarked
package io.vicinal.cluster.entry;

import org.jspecify.annotations.NullMarked;
