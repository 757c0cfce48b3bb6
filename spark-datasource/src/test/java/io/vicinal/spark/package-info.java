@NullMarked
package io.vicinal.spark;

import org.jspecify.annotations.NullMarked;
