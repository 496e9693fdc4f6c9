/** Commands for administrators, wherever they are typed. */
@NullMarked
package dcm.shell.admin;

import org.jspecify.annotations.NullMarked;
