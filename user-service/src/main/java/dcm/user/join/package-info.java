/** The endpoint with which a machine joins as a host, with an invitation instead of an access token. */
@NullMarked
package dcm.user.join;

import org.jspecify.annotations.NullMarked;
