/** The administrators' API for limits of accounts. The limits of groups belong to the groups' API. */
@NullMarked
package dcm.user.quota;

import org.jspecify.annotations.NullMarked;
