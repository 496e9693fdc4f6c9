/**
 * Starts, watches and stops the real parts DCM needs on one machine; used by {@code ./dcm} and by the tests of the
 * other modules. It knows how parts are run and must not know what is in their records.
 */
@NullMarked
package dcm.stack;

import org.jspecify.annotations.NullMarked;
