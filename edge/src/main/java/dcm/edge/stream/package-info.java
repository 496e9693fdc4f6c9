/**
 * Answers that come bit by bit, for as long as there is something to tell and somebody listens.
 */
@NullMarked
package dcm.edge.stream;

import org.jspecify.annotations.NullMarked;
