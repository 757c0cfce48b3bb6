/** The embedded database: the engine behind the data-plane interface, in the caller's process. */
@NullMarked
package io.vicinal.core;

import org.jspecify.annotations.NullMarked;
