/** Tests of what this package writes and reads. */
@NullMarked
package io.vicinal.core.manifest;

import org.jspecify.annotations.NullMarked;
