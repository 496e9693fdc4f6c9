/** Streamed responses that last until the source ends or the client disconnects. */
@NullMarked
package dcm.edge.stream;

import org.jspecify.annotations.NullMarked;
