/** Other machines as hosts: certificates, invitations, and joining another installation. */
@NullMarked
package dcm.stack.join;

import org.jspecify.annotations.NullMarked;
