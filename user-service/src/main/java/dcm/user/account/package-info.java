/** The administrators' API for accounts. */
@NullMarked
package dcm.user.account;

import org.jspecify.annotations.NullMarked;
