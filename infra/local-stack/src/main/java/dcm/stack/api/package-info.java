/** A client of DCM's REST API. */
@NullMarked
package dcm.stack.api;

import org.jspecify.annotations.NullMarked;
