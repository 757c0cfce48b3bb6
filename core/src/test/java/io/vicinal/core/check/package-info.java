@NullMarked
package io.vicinal.core.check;

import org.jspecify.annotations.NullMarked;
