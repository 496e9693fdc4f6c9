/** A server that the launcher starts and stops: its process, its ports and the steps of its start. */
@NullMarked
package dcm.stack.part;

import org.jspecify.annotations.NullMarked;
