/** Checks of the whole installation on its own machine. Each finding states what to do. */
@NullMarked
package dcm.stack.doctor;

import org.jspecify.annotations.NullMarked;
