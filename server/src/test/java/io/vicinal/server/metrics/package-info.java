@NullMarked
package io.vicinal.server.metrics;

import org.jspecify.annotations.NullMarked;
