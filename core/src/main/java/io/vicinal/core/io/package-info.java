/**
 * Files: the directory everything is stored in, and the frame around every file of ours.
 *
 * <p>{@link io.vicinal.core.io.StorageDirectory} is the only way to the disk. {@link
 * io.vicinal.core.io.FileHeader} and {@link io.vicinal.core.io.FileFooter} open and close every
 * binary file; {@code docs/format/framing.md} is their specification.
 */
@NullMarked
package io.vicinal.core.io;

import org.jspecify.annotations.NullMarked;
