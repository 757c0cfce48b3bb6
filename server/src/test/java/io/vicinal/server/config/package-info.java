/** Tests of the configuration. */
@NullMarked
package io.vicinal.server.config;

import org.jspecify.annotations.NullMarked;
