@NullMarked
package io.vicinal.examples.producer;

import org.jspecify.annotations.NullMarked;
