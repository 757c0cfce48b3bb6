/** The node: a database with its listeners, started and stopped as one. */
@NullMarked
package io.vicinal.server;

import org.jspecify.annotations.NullMarked;
