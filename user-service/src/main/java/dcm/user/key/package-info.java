/** The administrators' API for SSH keys of accounts. */
@NullMarked
package dcm.user.key;

import org.jspecify.annotations.NullMarked;
