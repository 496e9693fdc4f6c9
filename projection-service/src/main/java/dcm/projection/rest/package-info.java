/**
 * Queries over HTTP. An owner's rows are selected by owner in the query itself.
 */
@NullMarked
package dcm.projection.rest;

import org.jspecify.annotations.NullMarked;
