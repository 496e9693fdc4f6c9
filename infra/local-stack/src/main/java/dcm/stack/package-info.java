/**
 * Starts, monitors and stops the real servers that DCM needs on one machine; used by {@code ./dcm} and by the tests of
 * other modules. It knows how to run servers, but not the content of their records.
 */
@NullMarked
package dcm.stack;

import org.jspecify.annotations.NullMarked;
