@NullMarked
package io.vicinal.examples.flinkjob;

import org.jspecify.annotations.NullMarked;
