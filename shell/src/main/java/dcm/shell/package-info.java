/** The command tree of the SSH gateway and the launcher. */
@NullMarked
package dcm.shell;

import org.jspecify.annotations.NullMarked;
