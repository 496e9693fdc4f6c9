/**
 * How a machine joins as a host. An administrator creates an {@link dcm.join.Invitation} and passes its
 * {@link dcm.join.JoinToken} to the machine, which sends a {@link dcm.join.JoinRequest} and receives a
 * {@link dcm.join.JoinResponse}.
 */
@NullMarked
package dcm.join;

import org.jspecify.annotations.NullMarked;
