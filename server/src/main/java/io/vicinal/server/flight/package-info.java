/**
 * The data plane: collections over Arrow Flight.
 *
 * <p>{@link io.vicinal.server.flight.FlightService} is the way in. What travels is described in
 * {@code io.vicinal.protocol}; Python users need only pyarrow.
 */
@NullMarked
package io.vicinal.server.flight;

import org.jspecify.annotations.NullMarked;
