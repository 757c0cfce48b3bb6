/**
 * What tests of several modules share: the contract of a database as a suite, a database that is
 * simple enough to be believed, and seeded generators.
 *
 * <p>To test an implementation, extend {@link io.vicinal.testkit.VectorDatabaseContract}.
 */
@NullMarked
package io.vicinal.testkit;

import org.jspecify.annotations.NullMarked;
