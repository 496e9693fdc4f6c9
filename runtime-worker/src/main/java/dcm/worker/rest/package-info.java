/** Read-only endpoint for the inside of containers; projection-service queries it on behalf of the owners. */
@NullMarked
package dcm.worker.rest;

import org.jspecify.annotations.NullMarked;
