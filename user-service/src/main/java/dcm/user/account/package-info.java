/**
 * Administrators' doors to accounts: opening them, and listing them.
 */
@NullMarked
package dcm.user.account;

import org.jspecify.annotations.NullMarked;
