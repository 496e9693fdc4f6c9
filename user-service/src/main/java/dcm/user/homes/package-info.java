/** The administrators' API for the host of an account's homes. */
@NullMarked
package dcm.user.homes;

import org.jspecify.annotations.NullMarked;
