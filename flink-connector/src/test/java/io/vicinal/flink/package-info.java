/** Tests of the connector, against a fake transport and against a node in the same process. */
@NullMarked
package io.vicinal.flink;

import org.jspecify.annotations.NullMarked;
