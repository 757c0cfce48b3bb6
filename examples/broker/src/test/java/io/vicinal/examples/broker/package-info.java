@NullMarked
package io.vicinal.examples.broker;

import org.jspecify.annotations.NullMarked;
