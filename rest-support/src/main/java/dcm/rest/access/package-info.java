/** Maps verified tokens to accounts. Roles come from the account, never from the token. */
@NullMarked
package dcm.rest.access;

import org.jspecify.annotations.NullMarked;
