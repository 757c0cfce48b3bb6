@NullMarked
package io.vicinal.embedding;

import org.jspecify.annotations.NullMarked;
