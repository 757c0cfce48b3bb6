/** Tests of the data plane, client and server together. */
@NullMarked
package io.vicinal.server.flight;

import org.jspecify.annotations.NullMarked;
