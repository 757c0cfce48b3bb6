@NullMarked
package io.vicinal.examples.sparkjob;

import org.jspecify.annotations.NullMarked;
