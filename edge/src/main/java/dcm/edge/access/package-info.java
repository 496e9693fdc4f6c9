/**
 * Who calls: from a verified token to an account of DCM. Roles come from the account, never from the token.
 */
@NullMarked
package dcm.edge.access;

import org.jspecify.annotations.NullMarked;
