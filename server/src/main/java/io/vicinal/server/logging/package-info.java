/** Log lines: how they look and where they go. */
@NullMarked
package io.vicinal.server.logging;

import org.jspecify.annotations.NullMarked;
