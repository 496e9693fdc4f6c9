/** What the launcher uses of the machine: commands, pauses, HTTP requests, and the failure that it shows to the user. */
@NullMarked
package dcm.stack.machine;

import org.jspecify.annotations.NullMarked;
