/** Commands about one's own account, and what it may use. */
@NullMarked
package dcm.shell.account;

import org.jspecify.annotations.NullMarked;
