/**
 * Starts, watches and stops the processes of the quickstart. {@link
 * io.vicinal.examples.quickstart.ProcessGroup} makes sure that none of them survives.
 */
@NullMarked
package io.vicinal.examples.quickstart;

import org.jspecify.annotations.NullMarked;
