/** Commands and the prompt in a channel of an SSH connection. For terminals of the web console, see {@code dcm.gateway.browser}. */
@NullMarked
package dcm.gateway.terminal;

import org.jspecify.annotations.NullMarked;
