/** A real Kafka broker for examples and tests: no installation, no container. */
@NullMarked
package io.vicinal.examples.broker;

import org.jspecify.annotations.NullMarked;
