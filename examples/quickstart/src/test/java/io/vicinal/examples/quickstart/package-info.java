@NullMarked
package io.vicinal.examples.quickstart;

import org.jspecify.annotations.NullMarked;
