/**
 * Which trace a request belongs to, in its log lines and in the records it causes.
 */
@NullMarked
package dcm.edge.trace;

import org.jspecify.annotations.NullMarked;
