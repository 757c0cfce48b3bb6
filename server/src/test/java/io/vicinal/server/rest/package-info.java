@NullMarked
package io.vicinal.server.rest;

import org.jspecify.annotations.NullMarked;
