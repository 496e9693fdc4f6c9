/** Private Docker Engines, and the removal of what an installation or an engine leaves on the machine. */
@NullMarked
package dcm.stack.engine;

import org.jspecify.annotations.NullMarked;
