@NullMarked
package io.vicinal.examples.wordnet;

import org.jspecify.annotations.NullMarked;
