@NullMarked
package io.vicinal.server;

import org.jspecify.annotations.NullMarked;
