/** What a node says about itself to those who decide where requests go. */
@NullMarked
package io.vicinal.server.health;

import org.jspecify.annotations.NullMarked;
