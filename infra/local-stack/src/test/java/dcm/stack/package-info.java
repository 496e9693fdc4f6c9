/** The parts of the launcher that can be checked without starting a server. */
@NullMarked
package dcm.stack;

import org.jspecify.annotations.NullMarked;
