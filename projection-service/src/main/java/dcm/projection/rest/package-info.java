/** Queries over HTTP. Every query selects rows by owner. */
@NullMarked
package dcm.projection.rest;

import org.jspecify.annotations.NullMarked;
