/**
 * Manifests: which files make up a collection, as of which position in its log.
 *
 * <p>{@link io.vicinal.core.manifest.ManifestStore} is the way in.
 */
@NullMarked
package io.vicinal.core.manifest;

import org.jspecify.annotations.NullMarked;
