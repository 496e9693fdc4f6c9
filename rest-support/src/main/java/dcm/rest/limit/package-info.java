/** Limits of the rate of requests. */
@NullMarked
package dcm.rest.limit;

import org.jspecify.annotations.NullMarked;
