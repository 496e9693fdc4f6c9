/**
 * Administrators' doors to the SSH keys of accounts.
 */
@NullMarked
package dcm.user.key;

import org.jspecify.annotations.NullMarked;
