@NullMarked
package io.vicinal.server.cli;

import org.jspecify.annotations.NullMarked;
