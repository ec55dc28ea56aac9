/** What a build of an image is made of on this machine: Dockerfile, context, revision, hash. */
@NullMarked
package dev.drydock.internal.build;

import org.jspecify.annotations.NullMarked;
