/** The commands of {@code ./dcm}. */
@NullMarked
package dcm.stack.command;

import org.jspecify.annotations.NullMarked;
