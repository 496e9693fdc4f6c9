/** The REST API as a command asks it, and how its refusals end a command. */
@NullMarked
package dcm.shell.api;

import org.jspecify.annotations.NullMarked;
