/**
 * The control plane and small reads and writes: JSON over HTTP.
 *
 * <p>{@link io.vicinal.server.rest.RestService} is the way in; what travels is described in {@code
 * io.vicinal.protocol} and, for people, in docs/rest.md.
 */
@NullMarked
package io.vicinal.server.rest;

import org.jspecify.annotations.NullMarked;
