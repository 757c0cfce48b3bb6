/**
 * The rules of the house as tests: {@link io.vicinal.house.TidyTest} reads the sources, {@link
 * io.vicinal.house.ModulesTest} the poms, {@link io.vicinal.house.PackagesTest} and {@link
 * io.vicinal.house.ForbiddenCallsTest} what was compiled.
 */
@NullMarked
package io.vicinal.house;

import org.jspecify.annotations.NullMarked;
