/**
 * What a node is told: a table of options, their sources (defaults, YAML file, environment, flags),
 * and the typed records that the rest of the server reads.
 */
@NullMarked
package io.vicinal.server.config;

import org.jspecify.annotations.NullMarked;
