/** Commands and the prompt in a channel of an SSH connection. */
@NullMarked
package dcm.gateway.terminal;

import org.jspecify.annotations.NullMarked;
