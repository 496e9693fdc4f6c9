/** Commands about the user's own account, keys, quota, presets and tokens. */
@NullMarked
package dcm.shell.account;

import org.jspecify.annotations.NullMarked;
