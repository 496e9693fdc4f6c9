/** Starts and stops all parts of an installation, in the order of their dependencies. */
@NullMarked
package dcm.stack.lifecycle;

import org.jspecify.annotations.NullMarked;
