/** Commands for administrators, used by the SSH gateway and the launcher. */
@NullMarked
package dcm.shell.admin;

import org.jspecify.annotations.NullMarked;
