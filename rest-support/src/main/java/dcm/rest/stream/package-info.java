/** Streamed responses that last until the source ends or the client disconnects. */
@NullMarked
package dcm.rest.stream;

import org.jspecify.annotations.NullMarked;
